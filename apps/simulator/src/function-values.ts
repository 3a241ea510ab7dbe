import type { PostgresConnection } from '@pipelines/local-cloud';
import type { FunctionSpec } from '@pipelines/workflows';

type Environment = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, string>>;

/** Who sets one of these brings a database; the simulator then starts none. */
const CONNECTION_NAMES = [
  'POSTGRES_HOST',
  'POSTGRES_PORT',
  'POSTGRES_DATABASE',
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
  'DB_SECRET_ID',
] as const;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Satisfies the check of the configuration; nothing connects to it in mock mode. */
const PLACEHOLDER: PostgresConnection = {
  host: '127.0.0.1',
  port: 5432,
  database: 'mock',
  user: 'mock',
  password: 'mock',
};

/** Whether the user brings a database. An empty value, as in a copied `.env.example`, is none. */
export function isDatabaseGiven(env: Environment): boolean {
  return CONNECTION_NAMES.some((name) => env[name]);
}

/**
 * The values that a function finds in its environment: of the names that its manifest row declares,
 * what the user set, and the database.
 *
 * A user who brings a database gets exactly what they gave: a missing value must reach the function
 * as missing, so that it can name it.
 *
 * @param connect - opens the simulator's database; called only when its values are needed
 */
export async function functionValues(
  spec: FunctionSpec,
  options: {
    readonly env: Environment;
    readonly mode: 'real' | 'mock';
    connect(): Promise<PostgresConnection>;
  },
): Promise<Values> {
  const { env, mode } = options;
  const isDeclared = (name: string): boolean => spec.environment.includes(name);
  const needsDatabase = CONNECTION_NAMES.some(isDeclared) && !isDatabaseGiven(env);
  const connection = mode === 'mock' ? PLACEHOLDER : undefined;
  const database = needsDatabase
    ? databaseValues(connection ?? (await options.connect()))
    : undefined;
  const all: Record<string, string | undefined> = { ...env, ...database };
  // The local engines have no certificate, and the function accepts this for loopback alone.
  if (LOOPBACK.test(all['POSTGRES_HOST'] ?? '')) all['POSTGRES_TLS'] ||= 'off';
  const values: Record<string, string> = {};
  for (const name of spec.environment) {
    const value = all[name];
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function databaseValues({ host, port, database, user, password }: PostgresConnection): Values {
  return {
    POSTGRES_HOST: host,
    POSTGRES_PORT: String(port),
    POSTGRES_DATABASE: database,
    POSTGRES_USER: user,
    POSTGRES_PASSWORD: password,
  };
}
