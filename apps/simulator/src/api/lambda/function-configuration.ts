import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { JsonObject } from '@pipelines/core';
import type { FunctionSpec } from '@pipelines/workflows';
import { functionArn } from '../../arns.ts';
import type { CreatedFunction } from '../../functions/created-functions.ts';
import { HANDLER, RUNTIME } from '../../functions/hosted-function.ts';
import type { FoundFunction, LambdaWorld } from './lambda-call.ts';

interface Code {
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  readonly modifiedMs: number;
}

/**
 * What GetFunction and ListFunctions tell of a function: its row of the manifest and its zip, or
 * what its creator said.
 *
 * The environment of a row is left out: the values are made when it runs, and passwords are among
 * them. A function that is not built yet is `Pending`.
 *
 * Source: docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export async function functionConfiguration(
  { spec, created, arn }: Pick<FoundFunction, 'spec' | 'created' | 'arn'>,
  world: LambdaWorld,
): Promise<JsonObject> {
  if (created) return createdConfiguration(created, arn);
  return manifestConfiguration(spec, arn, await readCode(world.zipPathOf(spec.name)));
}

function manifestConfiguration(
  spec: Pick<FunctionSpec, 'name' | 'timeoutSeconds' | 'memoryMb' | 'ephemeralMb'>,
  arn: string,
  code: Code | undefined,
): JsonObject {
  const account = arn.split(':')[4] ?? '';
  return {
    FunctionName: spec.name,
    FunctionArn: arn,
    Runtime: RUNTIME,
    Role: `arn:aws:iam::${account}:role/${spec.name}`,
    Handler: HANDLER,
    CodeSize: code?.sizeBytes ?? 0,
    Description: '',
    CodeSha256: code?.sha256.toString('base64') ?? '',
    RevisionId: revisionOf(code),
    ...stateOf(code),
    Architectures: ['arm64'],
    ...limitsOf(spec, code?.modifiedMs ?? 0),
  };
}

/**
 * What CreateFunction and UpdateFunctionCode answer: all that a client said of its function.
 *
 * @param arn - as the request qualifies it
 */
export function createdConfiguration(
  one: CreatedFunction,
  arn = functionArn(one.name, one.accountId),
): JsonObject {
  const hasVariables = Object.keys(one.environment).length > 0;
  return {
    FunctionName: one.name,
    FunctionArn: arn,
    Runtime: one.runtime,
    Role: one.role,
    Handler: one.handler,
    CodeSize: one.code.sizeBytes,
    Description: one.description,
    CodeSha256: Buffer.from(one.code.sha256, 'hex').toString('base64'),
    ...(hasVariables && { Environment: { Variables: one.environment } }),
    RevisionId: one.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Architectures: [...one.architectures],
    ...limitsOf(one, one.modifiedMs),
  };
}

function limitsOf(
  spec: Pick<FunctionSpec, 'name' | 'timeoutSeconds' | 'memoryMb' | 'ephemeralMb'>,
  modifiedMs: number,
): JsonObject {
  return {
    Timeout: spec.timeoutSeconds,
    MemorySize: spec.memoryMb,
    LastModified: new Date(modifiedMs).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    PackageType: 'Zip',
    EphemeralStorage: { Size: spec.ephemeralMb ?? 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${spec.name}` },
  };
}

function stateOf(code: Code | undefined): JsonObject {
  if (code) return { State: 'Active', LastUpdateStatus: 'Successful' };
  return {
    State: 'Pending',
    StateReason: 'There is no zip of the function. Build it with: npx nx run-many -t package',
    StateReasonCode: 'Creating',
  };
}

/** Another zip, another revision. */
function revisionOf(code: Code | undefined): string {
  const hex = code?.sha256.toString('hex') ?? '0'.repeat(32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

async function readCode(zipPath: string): Promise<Code | undefined> {
  const found = await stat(zipPath).catch(() => undefined);
  if (!found) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(zipPath), hash);
  return { sizeBytes: found.size, sha256: hash.digest(), modifiedMs: found.mtimeMs };
}
