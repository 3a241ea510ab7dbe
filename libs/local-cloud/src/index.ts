export { createDatabase, dropDatabase } from './databases.ts';
export { EngineStartError } from './embedded/engine-start-error.ts';
export { createHttpServer } from './endpoints/create-http-server.ts';
export { EndpointSharedError } from './endpoints/endpoint-shared-error.ts';
export type { EndpointServer, EndpointService } from './endpoints/endpoint-server.ts';
export type { AwsCall } from './endpoints/needed-permission.ts';
export { type DiskSpace, freeDiskSpace } from './memory/free-disk-space.ts';
export type { ProcessMemory } from './memory/process-tree.ts';
export { type TreePeak, type TreeWatch, watchProcessTree } from './memory/watch-process-tree.ts';
export { watchServerMemory } from './memory/watch-server-memory.ts';
export {
  GivenPostgresUnreachableError,
  looksLikeProduction,
  ProductionDatabaseRefusedError,
} from './open-given.ts';
export { emptyNeo4j } from './neo4j/empty-neo4j.ts';
export type { Neo4jEngine, Neo4jProvider, OpenNeo4jOptions } from './neo4j/neo4j-engine.ts';
export {
  GivenNeo4jRefusedError,
  GivenNeo4jUnreachableError,
  Neo4jStartError,
  Neo4jUnavailableError,
} from './neo4j/neo4j-errors.ts';
export { canEmbedNeo4j } from './neo4j/neo4j-programs.ts';
export { openNeo4j, removeNeo4jData } from './neo4j/open-neo4j.ts';
export { NoPostgresError, openPostgres } from './open-postgres.ts';
export type {
  OpenPostgresOptions,
  PostgresConnection,
  PostgresEngine,
  PostgresProvider,
} from './postgres-engine.ts';
export { pythonPrograms, type PythonPackage } from './python/python-programs.ts';
export { removePostgresData } from './remove-postgres-data.ts';
export { copyCsvIn, copyTableOut, type CopyCsvOptions } from './rows/copy-csv.ts';
export { CopyFailedError } from './rows/copy-failed-error.ts';
export { copyRows, RowWidthError, type CopyRowsOptions, type Row } from './rows/copy-rows.ts';
export { CsvHeaderError } from './rows/read-csv-header.ts';
export { openS3, type OpenS3Options, type S3Endpoint } from './s3/open-s3.ts';
export {
  openSecretsManager,
  type OpenSecretsManagerOptions,
  type SecretsManagerEndpoint,
} from './secrets-manager/open-secrets-manager.ts';
export type { AwsCredentials } from './sigv4/verify-signature.ts';
export type { TableName } from './quote-name.ts';
