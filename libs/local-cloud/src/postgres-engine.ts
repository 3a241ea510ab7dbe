/** Where a PostgreSQL listens and who may enter. The password is never written to a log. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Which link of the chain answered: `shared` is an engine that another opener owns. */
export type PostgresProvider = 'given' | 'testcontainers' | 'embedded' | 'shared';

/** An open PostgreSQL. `stop` ends it when this opener started it, and only detaches otherwise. */
export interface PostgresEngine {
  readonly connection: PostgresConnection;
  readonly provider: PostgresProvider;
  /** As the server says it, `18.4`. */
  readonly version: string;
  stop(): Promise<void>;
}

/** How to open a PostgreSQL; every part of the outside world comes in here. */
export interface OpenPostgresOptions {
  /** State folder: the cluster, its password and its owner live in `<dataDir>/postgres`. */
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called with one line per step, for the terminal. */
  readonly onProgress?: (line: string) => void;
  /** Ends any step; nothing is left running. The promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** CA certificates (PEM) for a given server that is not on this machine; default: Node's own. */
  readonly ca?: string;
  /** Accept a given database whose name looks like production. */
  readonly isProductionAllowed?: boolean;
}

/** A server that a provider started for this process. */
export interface StartedServer {
  readonly connection: PostgresConnection;
  stop(): Promise<void>;
}
