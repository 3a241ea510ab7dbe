import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { JsonObject } from '@pipelines/core';
import { HANDLER, RUNTIME } from '../../functions/hosted-function.ts';
import type { FoundFunction, LambdaWorld } from './lambda-call.ts';

interface Code {
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  readonly modifiedMs: number;
}

/**
 * What GetFunction and ListFunctions tell of a function: its row of the manifest, and its zip.
 *
 * Its environment is left out: the values are made when it runs, and passwords are among them. A
 * function that is not built yet is `Pending`.
 *
 * Source: docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export async function functionConfiguration(
  { spec, arn }: FoundFunction,
  world: LambdaWorld,
): Promise<JsonObject> {
  const code = await readCode(world.zipPathOf(spec.name));
  const account = arn.split(':')[4] ?? '';
  return {
    FunctionName: spec.name,
    FunctionArn: arn,
    Runtime: RUNTIME,
    Role: `arn:aws:iam::${account}:role/${spec.name}`,
    Handler: HANDLER,
    CodeSize: code?.sizeBytes ?? 0,
    Description: '',
    Timeout: spec.timeoutSeconds,
    MemorySize: spec.memoryMb,
    LastModified: new Date(code?.modifiedMs ?? 0).toISOString().replace('Z', '+0000'),
    CodeSha256: code?.sha256.toString('base64') ?? '',
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: revisionOf(code),
    ...stateOf(code),
    PackageType: 'Zip',
    Architectures: ['arm64'],
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
