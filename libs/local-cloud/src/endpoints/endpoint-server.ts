import type { RequestListener } from 'node:http';

/** Names as in the scope of a signature. */
export type EndpointService = 's3' | 'secretsmanager';

/** A server of the caller's that several endpoints share, in place of one of their own each. */
export interface EndpointServer {
  /** `127.0.0.1` or `[::1]` */
  readonly host: string;
  readonly port: number;
  /**
   * Answer the requests of a service from now on, those with `Expect: 100-continue` included.
   *
   * @returns ends it: requests in flight lose their connection, later ones are refused
   */
  mount(service: EndpointService, listener: RequestListener): () => void;
}
