export {
  createSecretLoader,
  type LoadOptions,
  type LoadSecret,
  type SecretLoaderOptions,
} from './create-secret-loader.ts';
export { createSecretsClient } from './create-secrets-client.ts';
export { SecretMalformedError } from './secret-malformed-error.ts';
export { SecretUnavailableError } from './secret-unavailable-error.ts';
export { withSecret, type SecretUse } from './with-secret.ts';
