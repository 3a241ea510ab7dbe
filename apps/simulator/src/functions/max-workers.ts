import { ConfigurationRefusedError } from '../cli/cli-errors.ts';
import type { Environment } from '../cli/load-environment.ts';

/** conflict-report.md 1.6 and B10. */
const DEFAULT_WORKERS = 4;
/** Each is a process with a connection of its own; the embedded engine takes 50. */
const MOST_WORKERS = 16;

/**
 * How many Lambda instances run at once on this machine: MAX_WORKERS, by default 4.
 *
 * More invocations wait for their turn, so it caps what a Map asks for with its MaxConcurrency;
 * deployed machines do not know it. An empty value, as in a copied `.env.example`, is the default.
 *
 * @throws {ConfigurationRefusedError} unless it is a whole number from 1 to 16
 */
export function maxWorkersOf(env: Environment): number {
  const text = env['MAX_WORKERS'] ?? '';
  if (text === '') return DEFAULT_WORKERS;
  const workers = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (workers >= 1 && workers <= MOST_WORKERS) return workers;
  throw new ConfigurationRefusedError(
    `MAX_WORKERS must be a whole number from 1 to ${MOST_WORKERS}: ` +
      'how many Lambda instances run at once here.',
  );
}
