import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isJsonObject, type Clock, type JsonObject } from '@pipelines/core';
import { sessionTokenOf, type AwsCall } from '../endpoints/needed-permission.ts';
import { accountOfKey } from '../endpoints/account-of-key.ts';
import { placeOfFault } from '../endpoints/place-of-fault.ts';
import { SignatureRefusedError, type RefusalReason } from '../sigv4/signature-refused-error.ts';
import { sha256Hex } from '../sigv4/signing-key.ts';
import { verifySignature, type AwsCredentials } from '../sigv4/verify-signature.ts';
import { batchGetSecretValue } from './operations/batch-get-secret-value.ts';
import { createSecret } from './operations/create-secret.ts';
import { deleteSecret } from './operations/delete-secret.ts';
import { describeSecret } from './operations/describe-secret.ts';
import { getSecretValue } from './operations/get-secret-value.ts';
import { listSecrets } from './operations/list-secrets.ts';
import { listSecretVersionIds } from './operations/list-secret-version-ids.ts';
import { putSecretValue } from './operations/put-secret-value.ts';
import { restoreSecret } from './operations/restore-secret.ts';
import { tagResource, untagResource } from './operations/tag-resource.ts';
import { updateSecretVersionStage } from './operations/update-secret-version-stage.ts';
import { updateSecret } from './operations/update-secret.ts';
import { neededPermission } from './needed-permission.ts';
import type { SecretStores } from './secret-store.ts';
import type { SecretsOperation } from './secrets-call.ts';
import { SecretsError, type SecretsErrorCode } from './secrets-error.ts';

export interface SecretsHandlerOptions {
  readonly secrets: SecretStores;
  readonly credentials: AwsCredentials;
  readonly takesAnyKey: boolean;
  readonly clock: Clock;
  readonly region: string;
  /** Of callers whose access key id is not itself an account number. */
  readonly accountId: string;
  /** Told when this code fails: an error's name and place, nothing of a request. */
  onProblem(line: string): void;
  /** Told of the permission that a verified request needs, before it is answered. */
  onCall(call: AwsCall): void;
}

const OPERATIONS: Readonly<Record<string, SecretsOperation>> = {
  BatchGetSecretValue: batchGetSecretValue,
  CreateSecret: createSecret,
  DeleteSecret: deleteSecret,
  DescribeSecret: describeSecret,
  GetSecretValue: getSecretValue,
  ListSecretVersionIds: listSecretVersionIds,
  ListSecrets: listSecrets,
  PutSecretValue: putSecretValue,
  RestoreSecret: restoreSecret,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateSecret: updateSecret,
  UpdateSecretVersionStage: updateSecretVersionStage,
};

/** How AWS's JSON services call the reasons why a signature does not hold. */
const CODES: Readonly<Partial<Record<RefusalReason, SecretsErrorCode>>> = {
  anonymous: 'MissingAuthenticationTokenException',
  malformed: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
};

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
/** A value of 64 KiB, every character escaped. */
const MOST_BODY_BYTES = 1024 ** 2;

/** Answers requests of the Secrets Manager API (AWS JSON 1.1) from a store. */
export function createSecretsHandler(options: SecretsHandlerOptions): RequestListener {
  return (request, response) => {
    if (request.headers.expect !== undefined) response.writeContinue();
    answer(request, options)
      .then((body) => send(response, 200, body))
      .catch((thrown: unknown) => {
        if (request.socket.destroyed) return;
        const { code, message } = errorOf(thrown);
        const isFault = code === 'InternalServiceError';
        if (isFault) options.onProblem(`Secrets Manager failed: ${placeOfFault(thrown)}`);
        send(response, isFault ? 500 : 400, { __type: code, message });
      })
      .catch(() => response.destroy());
  };
}

async function answer(
  request: IncomingMessage,
  options: SecretsHandlerOptions,
): Promise<JsonObject> {
  if (!LOOPBACK_HOST.test(request.headers.host ?? '')) {
    throw new SecretsError('AccessDeniedException', 'The Host header does not name this machine');
  }
  const body = await readBody(request);
  const { credentials, clock, takesAnyKey } = options;
  const payloadHash = sha256Hex(body);
  const signature = verifySignature(request, {
    credentials,
    clock,
    takesAnyKey,
    service: 'secretsmanager',
    payloadHash,
  });
  const [, name = ''] =
    /^secretsmanager\.(\w+)$/.exec(request.headersDistinct['x-amz-target']?.[0] ?? '') ?? [];
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (!operation) throw new SecretsError('UnknownOperationException', `No operation "${name}".`);
  const accountId = accountOfKey(signature.accessKeyId) ?? options.accountId;
  const store = options.secrets.ofAccount(accountId);
  const call = { ...options, accountId, store, members: parseMembers(body) };
  if (signature.signingKey) {
    options.onCall({ caller: sessionTokenOf(request), ...neededPermission(name, call) });
  }
  return operation(call);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const source = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > MOST_BODY_BYTES) {
      request.resume();
      throw new SecretsError('SerializationException', 'The request is too large.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A parser's own message would quote the body, which holds a secret. */
function parseMembers(body: Buffer): JsonObject {
  try {
    const members: unknown = JSON.parse(body.toString('utf8'));
    if (isJsonObject(members)) return members;
  } catch {
    // Refused below.
  }
  throw new SecretsError('SerializationException', 'The request is not a JSON object.');
}

function errorOf(thrown: unknown): { readonly code: SecretsErrorCode; readonly message: string } {
  if (thrown instanceof SecretsError) return thrown;
  if (thrown instanceof SignatureRefusedError) {
    return { code: CODES[thrown.reason] ?? 'InvalidSignatureException', message: thrown.message };
  }
  return { code: 'InternalServiceError', message: 'An error occurred on the server side.' };
}

function send(response: ServerResponse, status: number, body: JsonObject): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}
