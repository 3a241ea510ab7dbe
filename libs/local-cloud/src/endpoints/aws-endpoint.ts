import type { Clock } from '@pipelines/core';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import type { EndpointServer } from './endpoint-server.ts';
import type { AwsCall } from './needed-permission.ts';

/** What every endpoint of AWS here may be told. */
export interface AwsEndpointOptions {
  /** State folder; what is stored lies in a folder of the service in it, private to the user. */
  readonly dataDir: string;
  /** Taken when it is free, else another. Default: the one of the last time. */
  readonly port?: number;
  /** Answers in place of a server of the endpoint's own; `port` is then of no use. */
  readonly server?: EndpointServer | undefined;
  /** Take any key pair unchecked, besides the one whose signatures are verified. Default: no. */
  readonly takesAnyKey?: boolean | undefined;
  /** Default: the pair of the data folder, made at random the first time. */
  readonly credentials?: AwsCredentials;
  /** What clients are told, and part of ARNs. Requests signed for any region are answered. */
  readonly region?: string;
  /** Twelve digits. Default: zeros. */
  readonly accountId?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Told when the endpoint itself fails; a line holds nothing of a request. */
  onProblem?(line: string): void;
  /** Told of each permission that a verified request needs; not by a shared endpoint. */
  onCall?(call: AwsCall): void;
}

/** An endpoint that answers. */
export interface AwsEndpoint {
  /** `http://127.0.0.1:17800`: with an IP address the SDKs choose path style by themselves. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `shared`: another opening of the folder, in a process that lives, serves it. */
  readonly provider: 'own' | 'shared';
  /** Requests in flight lose their connection. Of a shared endpoint it only detaches. */
  stop(): Promise<void>;
}
