import { ConfigError, type LogLevel, parseEnv } from '@pipelines/lambda-kit';
import type * as z from 'zod';
import { conflictReportEnv } from './env.ts';
import { ConfigValidationError } from './errors/config-validation-error.ts';

/** The process's variables, as they are. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the database is and who we are there. */
export interface Credentials {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Settings of the conflict report: checked, complete, and passed down. */
export interface Settings {
  readonly source:
    | { readonly kind: 'environment'; readonly credentials: Credentials }
    | { readonly kind: 'secret'; readonly secretId: string };
  readonly tls: 'verify-full' | 'off';
  readonly conflictSchema: string;
  readonly analyticsSchema: string;
  readonly environmentName: string;
  readonly logLevel: LogLevel;
  /** ISO 8601 in UTC; pins "now" of runs whose event does not. */
  readonly asOf: string | undefined;
  readonly statementTimeoutMs: number;
  /** False leaves `settings."InProgressFlag"` as TASK_01 set it, as the original did. */
  readonly resetsInProgressFlag: boolean;
}

/** In the order in which conflict-report.md 1.3 lists missing ones. */
const REQUIRED = [
  'POSTGRES_HOST',
  'POSTGRES_DATABASE',
  'POSTGRES_USER',
  'POSTGRES_PASSWORD',
] as const;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Read the settings: missing ones first, all of them in one message, then malformed ones.
 *
 * With `DB_SECRET_ID` the secret is the only source of the connection, and nothing else is required.
 *
 * @throws {ConfigValidationError} naming each bad variable and what to do; no value is repeated
 */
export function readSettings(environment: Environment): Settings {
  const missing = environment['DB_SECRET_ID']
    ? []
    : REQUIRED.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0) {
    throw new ConfigValidationError(
      `Missing required Postgres configuration: ${missing.join(', ')}\n` +
        'Set them in .env or in the environment of the function, or set DB_SECRET_ID.',
    );
  }
  const settings = toSettings(parseEnvironment(environment));
  if (settings.source.kind === 'environment') {
    assertTlsAllowed(settings.tls, settings.source.credentials.host);
  }
  return settings;
}

/**
 * Refuse an unencrypted connection to another machine. A secret's host is known only once it is
 * read, so it is checked then.
 *
 * @throws {ConfigValidationError} when TLS is off and `host` is not this machine
 */
export function assertTlsAllowed(tls: Settings['tls'], host: string): void {
  if (tls === 'verify-full' || LOOPBACK.test(host)) return;
  throw new ConfigValidationError(
    'POSTGRES_TLS=off is accepted only for a loopback host; leave it out to verify the server',
  );
}

type ParsedEnvironment = z.output<typeof conflictReportEnv>;

function parseEnvironment(environment: Environment): ParsedEnvironment {
  try {
    return parseEnv(conflictReportEnv, environment);
  } catch (error) {
    throw error instanceof ConfigError
      ? new ConfigValidationError(error.message, { cause: error })
      : error;
  }
}

function toSettings(env: ParsedEnvironment): Settings {
  return {
    source: env.DB_SECRET_ID
      ? { kind: 'secret', secretId: env.DB_SECRET_ID }
      : { kind: 'environment', credentials: credentialsOf(env) },
    tls: env.POSTGRES_TLS,
    conflictSchema: env.POSTGRES_CONFLICT_SCHEMA,
    analyticsSchema: env.POSTGRES_ANALYTICS_SCHEMA,
    environmentName: env.ENVIRONMENT,
    logLevel: env.LOG_LEVEL,
    asOf: env.AS_OF,
    statementTimeoutMs: env.TASK_STATEMENT_TIMEOUT_MS,
    resetsInProgressFlag: env.RESET_IN_PROGRESS_FLAG === 'true',
  };
}

/** Called once `readSettings` has seen that the required ones are there. */
function credentialsOf(env: ParsedEnvironment): Credentials {
  return {
    host: env.POSTGRES_HOST ?? '',
    port: env.POSTGRES_PORT,
    database: env.POSTGRES_DATABASE ?? '',
    user: env.POSTGRES_USER ?? '',
    password: env.POSTGRES_PASSWORD ?? '',
  };
}
