import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@pipelines/command-line';
import { messageOf } from '@pipelines/core';

const text = { type: 'string' } as const;
const yes = { type: 'boolean', default: false } as const;

/** Options that every command takes: where the files are, and how much is said. */
export const commonOptions = {
  bucket: text,
  'data-dir': text,
  json: yes,
  quiet: yes,
  verbose: { ...yes, short: 'v' },
} as const satisfies ParseArgsConfig['options'];

/** Options of a run, and of each of its steps. */
export const runOptions = {
  ...commonOptions,
  input: text,
  force: yes,
  'source-url': text,
  csv: text,
  'run-date': text,
  'no-neo4j': yes,
  reset: yes,
  'confirm-reset': text,
  'include-personal': yes,
  profile: text,
  'allow-schema-drift': yes,
  threshold: text,
  'time-budget': text,
  'dry-run': yes,
} as const satisfies ParseArgsConfig['options'];

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Parse a command's arguments, strictly.
 *
 * @param positionals - how many arguments without a name there may be
 * @throws {UsageError} for an unknown option, a missing value, or an argument too many
 */
export function parseOptions<T extends Options>(
  args: readonly string[],
  options: T,
  positionals = 0,
) {
  const parsed = parseStrictly(args, options);
  const extra = parsed.positionals[positionals];
  if (extra !== undefined) throw new UsageError(`Unexpected argument "${extra}".`);
  return parsed;
}

function parseStrictly<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const [, unknown] = /Unknown option '(--?[^']+)'/.exec(messageOf(thrown)) ?? [];
    throw new UsageError(unknown ? `Unknown option "${unknown}".` : messageOf(thrown));
  }
}

/** Values of {@link commonOptions} as parsed. */
export type CommonValues = ReturnType<typeof parseOptions<typeof commonOptions>>['values'];
/** Values of {@link runOptions} as parsed. */
export type RunValues = ReturnType<typeof parseOptions<typeof runOptions>>['values'];

/**
 * A number of an option.
 *
 * @throws {UsageError} when it is none, or not within its limits
 */
export function numberOf(
  name: string,
  value: string,
  { min, max = Infinity }: { readonly min: number; readonly max?: number },
): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= min && number <= max) return number;
  const limits = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  throw new UsageError(`--${name} must be a number, ${limits}.`);
}
