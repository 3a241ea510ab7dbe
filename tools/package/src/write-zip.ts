import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/**
 * The earliest day that a zip entry can carry. Local time, because zip stores local time: the bytes
 * are then the same in every time zone. Noon, because no zone has ever skipped noon.
 */
const ENTRY_TIME = new Date(1980, 0, 1, 12);

/** A regular file that everyone may read: Lambda runs the function as another user. */
const ENTRY_MODE = 0o100644;

/**
 * Make a zip whose bytes depend on names and contents alone: entries sorted by name, one time, one mode.
 *
 * @param files - path inside the zip, with `/`, → bytes
 */
export async function writeZip(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    zip.addBuffer(Buffer.from(bytes), name, {
      mtime: ENTRY_TIME,
      forceDosTimestamp: true,
      mode: ENTRY_MODE,
      compressionLevel: 9,
    });
  }
  zip.end();
  return buffer(zip.outputStream);
}
