import { asOfTimestamp } from '@pipelines/contracts';
import { logLevels } from '@pipelines/lambda-kit';
import * as z from 'zod';

/** 14 of Lambda's 15 minutes: PostgreSQL ends a statement and we can still say why. */
const STATEMENT_TIMEOUT_MS = 840_000;

const schemaName = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, {
  error: 'must be 1 to 63 lower-case letters, digits or "_", not starting with a digit',
});

/** A name that PostgreSQL keeps: longer ones it cuts silently. */
const postgresName = z.string().max(63, { error: 'must have at most 63 characters' }).optional();

/**
 * Every variable that the conflict report reads. conflict-report.md 1.6 has the list.
 *
 * The four that make a connection are optional here: `DB_SECRET_ID` may stand in for them, and
 * `readSettings` names all missing ones in one message.
 */
export const conflictReportEnv = z.object({
  POSTGRES_HOST: z.string().max(255, { error: 'must have at most 255 characters' }).optional(),
  POSTGRES_PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(65_535, { error: 'must be at most 65535' })
    .default(5_432),
  POSTGRES_DATABASE: postgresName,
  POSTGRES_USER: postgresName,
  POSTGRES_PASSWORD: z
    .string()
    .max(1_000, { error: 'must have at most 1000 characters' })
    .optional(),
  POSTGRES_CONFLICT_SCHEMA: schemaName.default('conflict'),
  POSTGRES_ANALYTICS_SCHEMA: schemaName.default('analytics'),
  POSTGRES_TLS: z
    .enum(['verify-full', 'off'], { error: 'must be verify-full or off' })
    .default('verify-full'),
  DB_SECRET_ID: z.string().max(2_048, { error: 'must have at most 2048 characters' }).optional(),
  ENVIRONMENT: z
    .string()
    .regex(/^[\w-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, "_" or "-"' })
    .default('dev'),
  LOG_LEVEL: z
    .string()
    .toUpperCase()
    .pipe(z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }))
    .default('INFO'),
  AS_OF: asOfTimestamp.optional(),
  TASK_STATEMENT_TIMEOUT_MS: z.coerce
    .number({ error: 'must be a number of milliseconds' })
    .int({ error: 'must be a whole number of milliseconds' })
    .min(1, { error: 'must be at least 1' })
    .default(STATEMENT_TIMEOUT_MS),
  RESET_IN_PROGRESS_FLAG: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('true'),
});
