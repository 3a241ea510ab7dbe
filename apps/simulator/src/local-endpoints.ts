import { PipelineError } from '@pipelines/core';
import {
  openS3,
  openSecretsManager,
  type S3Endpoint,
  type SecretsManagerEndpoint,
} from '@pipelines/local-cloud';

/** S3 and Secrets Manager of a data folder, each started when it is first needed. */
export interface LocalEndpoints {
  /** Every call gives the same endpoint; after a failed start the next call tries again. */
  s3(): Promise<S3Endpoint>;
  secretsManager(): Promise<SecretsManagerEndpoint>;
  /** Stop what was started. Nothing starts afterwards. */
  stop(): Promise<void>;
}

/** Nothing happens before the first call. Both endpoints take the same credentials. */
export function createLocalEndpoints(options: {
  readonly dataDir: string;
  onProblem(line: string): void;
}): LocalEndpoints {
  const stopping = new AbortController();
  const { signal } = stopping;
  const s3 = once(() => openS3({ ...options, signal }));
  const secretsManager = once(() => openSecretsManager({ ...options, signal }));
  return {
    s3: () => s3.open(signal),
    secretsManager: () => secretsManager.open(signal),
    async stop() {
      stopping.abort(new PipelineError('The simulator was stopped.'));
      await Promise.all([s3.stop(), secretsManager.stop()]);
    },
  };
}

interface Once<Endpoint> {
  open(signal: AbortSignal): Promise<Endpoint>;
  stop(): Promise<void>;
}

function once<Endpoint extends { stop(): Promise<void> }>(
  start: () => Promise<Endpoint>,
): Once<Endpoint> {
  let opening: Promise<Endpoint> | undefined;
  return {
    async open(signal) {
      signal.throwIfAborted();
      opening ??= start().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async stop() {
      const endpoint = await opening?.catch(() => undefined);
      await endpoint?.stop();
    },
  };
}
