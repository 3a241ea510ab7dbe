export { createDatabase, dropDatabase } from './databases.ts';
export { EngineStartError } from './embedded/engine-start-error.ts';
export {
  GivenPostgresUnreachableError,
  looksLikeProduction,
  ProductionDatabaseRefusedError,
} from './open-given.ts';
export { NoPostgresError, openPostgres } from './open-postgres.ts';
export type {
  OpenPostgresOptions,
  PostgresConnection,
  PostgresEngine,
  PostgresProvider,
} from './postgres-engine.ts';
export { removePostgresData } from './remove-postgres-data.ts';
