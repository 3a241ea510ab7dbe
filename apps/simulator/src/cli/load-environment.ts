import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** Environment variables by name; an absent one is `undefined`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of this process, completed by the `.env` file of `cwd` where there is one.
 *
 * A variable that exists already wins over the file, an empty one too. A file that is there but
 * cannot be read is an error: running against the wrong database is worse than not running.
 */
export function loadEnvironment(cwd: string, environment: Environment): Environment {
  try {
    return { ...parseEnv(readFileSync(join(cwd, '.env'), 'utf8')), ...environment };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return environment;
    throw error;
  }
}
