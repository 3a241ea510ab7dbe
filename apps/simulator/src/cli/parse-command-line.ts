import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@pipelines/command-line';
import { messageOf } from '@pipelines/core';
import { didYouMean } from './did-you-mean.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What every command understands besides its own options; `--help` is answered before. */
const commonOptions = {
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  'data-dir': { type: 'string', default: '.simulator' },
} as const satisfies Options;

/** Explains the common options at the end of a command's help. */
export const commonOptionsHelp = `  --data-dir DIR   state folder (default .simulator); a running serve on it shares its engines
  --json           data for machines on stdout, nothing else
  --quiet          no progress on stderr`;

/**
 * Parse a command's arguments, strictly: an unknown option is refused, with the nearest known one.
 *
 * @param args - what follows the command's name
 * @param options - the command's own options, in the form of `node:util` parseArgs
 * @param positionalNames - one name per positional argument, as in its usage; `[NAME]` may be left out
 * @returns `values` of own and common options, and no more `positionals` than were named
 * @throws {UsageError} for anything else on the line
 */
export function parseCommandLine<T extends Options>(
  args: readonly string[],
  options: T,
  positionalNames: readonly string[] = [],
) {
  const known = { ...commonOptions, ...options };
  const parsed = parseStrictly(args, known);
  const missing = positionalNames[parsed.positionals.length];
  if (missing !== undefined && !missing.startsWith('['))
    throw new UsageError(`Missing argument ${missing}.`);
  const extra = parsed.positionals[positionalNames.length];
  if (extra !== undefined) throw new UsageError(`Unexpected argument "${extra}".`);
  return parsed;
}

function parseStrictly<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = /Unknown option '(--?[^']+)'/.exec(messageOf(error))?.[1];
    if (unknown === undefined) throw new UsageError(messageOf(error));
    const names = [...Object.keys(options), 'help'].map((name) => `--${name}`);
    throw new UsageError(`Unknown option "${unknown}".${didYouMean(unknown, names)}`);
  }
}
