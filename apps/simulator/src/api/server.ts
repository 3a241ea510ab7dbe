import type { Registry } from '../executions/registry.ts';

export interface ApiServer {
  /** `http://127.0.0.1:8083` */
  readonly url: string;
  /** Stop listening and end open connections. */
  close(): Promise<void>;
}

/** The Step Functions API (AWS JSON 1.0), `/health` and the page, on a loopback port; 0 takes a free one. */
export declare function createApiServer(options: {
  readonly registry: Registry;
  readonly port?: number;
  readonly host?: string;
}): Promise<ApiServer>;
