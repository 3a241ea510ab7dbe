import { drive, type Driven, type DriveOptions } from './drive.ts';

/** Run a machine, then redrive it with other answers; what is told is what came after. */
export function redrive(
  definition: object,
  first: DriveOptions,
  second: DriveOptions = {},
): Driven & { readonly before: Driven } {
  const before = drive(definition, first);
  const past = before.history;
  const after = drive(definition, { ...first, events: [], ...second, past });
  return { ...after, before, types: after.types.slice(past.length) };
}

/** Only the named states fail, after the others have succeeded. */
export const failingAt = (...names: readonly string[]): DriveOptions => ({
  answer: ({ stateName }) =>
    names.includes(stateName) ? { error: 'E', afterMs: 5 } : { output: stateName },
});
