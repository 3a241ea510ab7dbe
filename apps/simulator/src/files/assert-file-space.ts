import { assertFree, freeSpaceOf, SPARE_BYTES } from './disk-space.ts';

/** An award with its share of the company files: 1.82 kB at 2 000 to 100 000 awards. */
export const BYTES_PER_AWARD = 1_850;

/**
 * Make sure that the files of so many awards have room beside those that they will replace.
 *
 * @param folder - absolute; may be missing yet
 * @throws {DiskSpaceError} when they have not
 */
export async function assertFileSpace(awards: number, folder: string): Promise<void> {
  const space = await freeSpaceOf(folder);
  if (!space) return;
  assertFree(space, {
    what: `${awards.toLocaleString('en-US')} awards`,
    neededBytes: awards * BYTES_PER_AWARD + SPARE_BYTES,
    advice:
      'Earlier files stay until the new are complete. ' +
      'Free some space, use --out on another disk, or lower --awards.',
  });
}
