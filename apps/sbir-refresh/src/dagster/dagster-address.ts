import { ConfigurationError } from '../errors/configuration-error.ts';

const LABEL = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

export interface DagsterPlace {
  /** Whole address of a GraphQL endpoint; wins over organisation and deployment. */
  readonly apiUrl: string | undefined;
  readonly org: string | undefined;
  readonly deployment: string;
}

/**
 * Address of the GraphQL endpoint that gets the token: https, or http on this machine.
 *
 * @throws {ConfigurationError} without organisation and URL, and for one that cannot be trusted with
 *   a token; the message names the variable, never its value
 * Source: sbir-contracts.md 2.2; https://docs.dagster.io/api/graphql
 */
export function dagsterAddress({ apiUrl, org, deployment }: DagsterPlace): string {
  if (apiUrl !== undefined && apiUrl !== '') return checkedUrl(apiUrl);
  if (org === undefined || org === '') {
    throw new ConfigurationError(
      'The Dagster adapter is off: set DAGSTER_CLOUD_ORG or DAGSTER_CLOUD_API_URL to use it',
    );
  }
  if (!LABEL.test(org)) throw new ConfigurationError('DAGSTER_CLOUD_ORG is not an organisation');
  if (!LABEL.test(deployment)) {
    throw new ConfigurationError('DAGSTER_CLOUD_DEPLOYMENT is not a deployment');
  }
  return `https://${org}.dagster.cloud/${deployment}/graphql`;
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === 'http:' && LOOPBACK.has(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !isLocal)) {
    throw new ConfigurationError('DAGSTER_CLOUD_API_URL must be https, or http on this machine');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigurationError(
      'DAGSTER_CLOUD_API_URL must have no user, password, query or fragment',
    );
  }
  return url.href;
}
