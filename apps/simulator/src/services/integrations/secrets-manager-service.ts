import type { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { SecretsManagerEndpoint } from '@pipelines/local-cloud';
import type { SdkService } from './sdk-calls.ts';

const ACTIONS = [
  'createSecret deleteSecret describeSecret getSecretValue listSecrets putSecretValue',
  'restoreSecret updateSecret',
]
  .join(' ')
  .split(' ');

/**
 * The operations that the local Secrets Manager has, for states that call it.
 *
 * As on AWS, a value that a state reads stands in its output, and so in the history.
 */
export function createSecretsManagerService(
  open: () => Promise<SecretsManagerEndpoint>,
): SdkService {
  return {
    name: 'SecretsManager',
    actions: new Set(ACTIONS),
    async open() {
      // Loaded here: the SDK takes a while, and most machines call no Secrets Manager.
      const [sdk, endpoint] = await Promise.all([
        import('@aws-sdk/client-secrets-manager'),
        open(),
      ]);
      const { url, region, accessKeyId, secretAccessKey } = endpoint;
      const client = new sdk.SecretsManagerClient({
        endpoint: url,
        region,
        credentials: { accessKeyId, secretAccessKey },
        maxAttempts: 1,
      });
      return {
        sdk,
        send: (command, abortSignal) =>
          client.send(command as GetSecretValueCommand, { abortSignal }),
        destroy: () => client.destroy(),
      };
    },
  };
}
