import { neo4jSecret, type Neo4jSecret } from '@pipelines/contracts';
import { connectGraph, GraphAuthenticationError, type Graph } from '@pipelines/neo4j-load';
import {
  createSecretLoader,
  createSecretsClient,
  type LoadSecret,
  withSecret,
} from '@pipelines/secrets';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { StepContext } from './define-step.ts';

/** Its copies of secrets live as long as the container, at most five minutes each. */
let loadSecret: LoadSecret | undefined;

/** Which graph an event asks for. */
export interface GraphChoice {
  readonly neo4j_secret_name?: string | undefined;
}

/**
 * Connect to the graph of an event, work on it, and disconnect.
 *
 * Where it is and who enters comes from `NEO4J_URI` and its companions where that is set, else from
 * the secret; a secret that the graph refuses is fetched once more, for it may have been rotated.
 *
 * @throws {ConfigurationError} for incomplete or refused credentials
 * @throws {GraphUnavailableError} when the graph does not answer, or has locked the account for
 *   seconds after wrong passwords
 * Source: sbir-contracts.md section 7.2
 */
export async function withGraph<Result>(
  event: GraphChoice,
  context: StepContext,
  work: (graph: Graph) => Promise<Result>,
): Promise<Result> {
  const { env, clock } = context;
  const connect = ({ uri, username: user, password, database }: Neo4jSecret): Promise<Graph> =>
    connectGraph({
      ...{ uri, user, password, database },
      isInsecureAllowed: env.NEO4J_ALLOW_INSECURE,
    });
  if (env.NEO4J_URI !== undefined) return closing(await connect(environmentSecret(env)), work);
  loadSecret ??= createSecretLoader({ client: createSecretsClient(), clock });
  const graph = await withSecret({
    loadSecret,
    id: event.neo4j_secret_name ?? env.NEO4J_SECRET_NAME,
    schema: neo4jSecret,
    isRefused: (error) => error instanceof GraphAuthenticationError,
    use: connect,
  });
  return closing(graph, work);
}

function environmentSecret(env: StepContext['env']): Neo4jSecret {
  const { success, data, error } = neo4jSecret.safeParse({
    uri: env.NEO4J_URI,
    username: env.NEO4J_USERNAME,
    password: env.NEO4J_PASSWORD,
    database: env.NEO4J_DATABASE,
  });
  if (success) return data;
  const names = error.issues.map(({ path }) => `NEO4J_${String(path[0]).toUpperCase()}`);
  throw new ConfigurationError(`NEO4J_URI is set, and so must be ${names.join(' and ')}`);
}

async function closing<Result>(
  graph: Graph,
  work: (graph: Graph) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(graph);
  } finally {
    await graph.close();
  }
}
