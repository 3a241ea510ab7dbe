import * as z from 'zod';

const portNumber = z.coerce
  .number({ error: 'must be a port number' })
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be at least 1' })
  .max(65_535, { error: 'must be at most 65535' });

/**
 * The JSON inside the secret that `DB_SECRET_ID` names (seed example `etl-pipeline/postgres`).
 *
 * RDS writes further keys (`engine`, `dbname`, `dbInstanceIdentifier`); they are ignored. The port is
 * a number in secrets that RDS makes and often text in those made by hand: both are read.
 */
export const postgresSecret = z.object({
  host: z.string().min(1, { error: 'must not be empty' }).max(255),
  port: portNumber.default(5_432),
  database: z.string().min(1, { error: 'must not be empty' }).max(63),
  user: z.string().min(1, { error: 'must not be empty' }).max(63),
  password: z.string().min(1, { error: 'must not be empty' }).max(1_000),
});

export type PostgresSecret = z.output<typeof postgresSecret>;
