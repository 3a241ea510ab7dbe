import type { FunctionSpec } from '@pipelines/workflows';
import { areEndpointsGiven } from './endpoint-values.ts';
import { isDatabaseGiven } from './function-values.ts';
import type { LocalEndpoints } from './local-endpoints.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, string>>;

/** A secret of the deployment, and the variables whose values it holds. */
interface SecretForm {
  readonly id: string;
  /** Names the secret to the function. */
  readonly variable: string;
  /** Members of the secret by the variable that stands for each. */
  readonly members: Readonly<Record<string, string>>;
  /** Whether the user brings that server: they get exactly what they gave. */
  isGiven(env: Environment): boolean;
}

const FORMS: readonly SecretForm[] = [
  {
    id: 'etl-pipeline/postgres',
    variable: 'DB_SECRET_ID',
    members: {
      POSTGRES_HOST: 'host',
      POSTGRES_PORT: 'port',
      POSTGRES_DATABASE: 'database',
      POSTGRES_USER: 'user',
      POSTGRES_PASSWORD: 'password',
    },
    isGiven: isDatabaseGiven,
  },
  {
    id: 'sbir-analytics/neo4j-aura',
    variable: 'NEO4J_SECRET_NAME',
    members: {
      NEO4J_URI: 'uri',
      NEO4J_USERNAME: 'username',
      NEO4J_PASSWORD: 'password',
      NEO4J_DATABASE: 'database',
    },
    isGiven: (env) => Boolean(env['NEO4J_URI']),
  },
];

/**
 * Hand a function the connections of the simulator's own engines as a deployment does: in a secret.
 *
 * What is given in `values` for a secret of the function's manifest row goes into the local Secrets
 * Manager, and the function gets the name of the secret. So no password is in its environment, and
 * its run shows whether its role may read the secret.
 *
 * @returns a function of the values that would stand in the environment; it writes a secret only
 *   when its value changed
 */
export function createSecretKeeper(options: {
  readonly env: Environment;
  readonly mode: 'real' | 'mock';
  readonly endpoints: Pick<LocalEndpoints, 'secretsManager'>;
}) {
  const { env, mode, endpoints } = options;
  const isOff = mode === 'mock' || areEndpointsGiven(env);
  const forms = FORMS.filter((form) => !isOff && !form.isGiven(env));
  const kept = new Map<string, Promise<void>>();
  return async (spec: FunctionSpec, values: Values): Promise<Values> => {
    let rest: Record<string, string> = { ...values };
    for (const form of forms) {
      const names = Object.keys(form.members);
      if (!spec.secrets.includes(form.id) || names.some((name) => !values[name])) continue;
      const id = values[form.variable] || form.id;
      const text = secretText(form, values);
      const key = `${id} ${text}`;
      const writing = kept.get(key) ?? writeSecret(await endpoints.secretsManager(), id, text);
      kept.set(key, writing);
      await writing.catch((error: unknown) => {
        kept.delete(key);
        throw error;
      });
      rest = Object.fromEntries(Object.entries(rest).filter(([name]) => !names.includes(name)));
      rest[form.variable] = id;
    }
    return rest;
  };
}

function secretText({ members }: SecretForm, values: Values): string {
  const entries = Object.entries(members).map(([variable, member]) => [member, values[variable]]);
  return JSON.stringify(Object.fromEntries(entries));
}

async function writeSecret(
  endpoint: Awaited<ReturnType<LocalEndpoints['secretsManager']>>,
  id: string,
  text: string,
): Promise<void> {
  // Loaded here: the SDK takes a while, and a mocked run needs no secret.
  const { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } =
    await import('@aws-sdk/client-secrets-manager');
  const { url, region, accessKeyId, secretAccessKey } = endpoint;
  const client = new SecretsManagerClient({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  try {
    await client.send(new CreateSecretCommand({ Name: id, SecretString: text }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceExistsException') throw error;
    await client.send(new PutSecretValueCommand({ SecretId: id, SecretString: text }));
  } finally {
    client.destroy();
  }
}
