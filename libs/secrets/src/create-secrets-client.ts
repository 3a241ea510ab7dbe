import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A VPC without an endpoint for Secrets Manager swallows packets; the caller has 60 s in all. */
const CONNECT_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 5_000;
const ATTEMPTS = 3;

/**
 * Make a client that gives up within about half a minute instead of hanging until Lambda kills it.
 *
 * Region, credentials and endpoint come from the environment (`AWS_REGION`, `AWS_ENDPOINT_URL`…).
 */
export function createSecretsClient(): SecretsManagerClient {
  return new SecretsManagerClient({
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  });
}
