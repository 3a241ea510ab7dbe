/** Which link of the chain answered: `shared` is an engine that another opener owns. */
export type Neo4jProvider = 'given' | 'testcontainers' | 'embedded' | 'shared';

/** An open Neo4j. `stop` ends it when this opener started it, and only detaches otherwise. */
export interface Neo4jEngine {
  /** `bolt://127.0.0.1:17687`, or as given. */
  readonly uri: string;
  readonly user: string;
  /** Never written to a log. */
  readonly password: string;
  readonly database: string;
  readonly provider: Neo4jProvider;
  /** As the server says it, `5.26.30`. */
  readonly version: string;
  stop(): Promise<void>;
}

/** How to open a Neo4j; every part of the outside world comes in here. */
export interface OpenNeo4jOptions {
  /** State folder: the store, its password and its owner live in `<dataDir>/neo4j`. */
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called with one line per step, for the terminal. */
  readonly onProgress?: (line: string) => void;
  /** Ends any step; nothing is left running. The promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Accept a given database whose name looks like production. */
  readonly isProductionAllowed?: boolean;
  /** Memory of the embedded engine's objects, MiB; default 512. The process takes 300 MiB more. */
  readonly heapMib?: number;
  /** The data is thrown away: the embedded engine starts quicker, runs slower, and is killed. */
  readonly isThrowaway?: boolean;
}

/** A server that a provider started for this process. */
export interface StartedNeo4j {
  readonly connection: BoltConnection;
  stop(): Promise<void>;
}

/** Where a Neo4j of this machine listens and who may enter. */
export interface BoltConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** The only user and the only database of Neo4j Community. */
export const NEO4J_USER = 'neo4j';
export const NEO4J_DATABASE = 'neo4j';

/** `bolt://127.0.0.1:17687` */
export function boltUri({ host, port }: Pick<BoltConnection, 'host' | 'port'>): string {
  return `bolt://${host}:${port}`;
}
