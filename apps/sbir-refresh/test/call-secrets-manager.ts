import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { SecretsManagerEndpoint } from '@pipelines/local-cloud';

const TYPE = 'application/x-amz-json-1.1';
const SIGNED = 'content-type;host;x-amz-date;x-amz-target';

/**
 * Create a secret, or give it a new version, at a real endpoint: one signed request. The client of
 * the SDK is no dependency of this app.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function callSecretsManager(
  endpoint: SecretsManagerEndpoint,
  action: 'CreateSecret' | 'PutSecretValue',
  input: Readonly<Record<string, string>>,
): Promise<void> {
  const { url, region, accessKeyId, secretAccessKey } = endpoint;
  const body = JSON.stringify({ ClientRequestToken: randomUUID(), ...input });
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const target = `secretsmanager.${action}`;
  const headers = [TYPE, new URL(url).host, time, target];
  const lines = SIGNED.split(';').map((name, index) => `${name}:${headers[index]}\n`);
  const request = ['POST', '/', '', lines.join(''), SIGNED, sha256(body)].join('\n');
  const scope = [time.slice(0, 8), region, 'secretsmanager', 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\n');
  const signature = [...scope, text].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': TYPE,
      'x-amz-date': time,
      'x-amz-target': target,
      authorization:
        `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, ` +
        `SignedHeaders=${SIGNED}, Signature=${Buffer.from(signature).toString('hex')}`,
    },
    body,
  });
  if (!response.ok) throw new Error(`${action}: ${response.status}`);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
