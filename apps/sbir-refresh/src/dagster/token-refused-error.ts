import { ConfigurationError } from '../errors/configuration-error.ts';

/** Dagster refuses the token. A fresh copy may be a rotated one; then it is wrong configuration. */
export class TokenRefusedError extends ConfigurationError {}
