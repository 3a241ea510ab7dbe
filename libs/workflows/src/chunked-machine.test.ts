import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { machines } from './machines.ts';

const definition = machines.find(({ name }) => name === 'etl-pipeline-chunked')?.definition;
const single = machines.find(({ name }) => name === 'etl-pipeline')?.definition;

const noRetry = {
  ErrorEquals: ['TaskTimeoutError', 'States.Timeout', 'Sandbox.Timedout'],
  MaxAttempts: 0,
};
const taskErrors = [
  'States.TaskFailed',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

function at(value: Json | undefined, ...keys: string[]): JsonObject {
  const found = keys.reduce<Json | undefined>(
    (node, key) => (isJsonObject(node) ? node[key] : undefined),
    value,
  );
  if (!isJsonObject(found)) throw new Error(`no object at ${keys.join('.')}`);
  return found;
}

const stateOf = (name: string): JsonObject => at(definition, 'States', name);
const chunkState = (name: string): JsonObject =>
  at(stateOf('ExecuteTask02Parallel'), 'ItemProcessor', 'States', name);

describe('etl-pipeline-chunked', () => {
  it('begins like etl-pipeline', () => {
    const { Next, ...task01 } = stateOf('ExecuteTask01');

    expect(stateOf('ValidateConfig')).toEqual(at(single, 'States', 'ValidateConfig'));
    expect({ ...task01, Next: 'ExecuteTask02' }).toEqual(at(single, 'States', 'ExecuteTask01'));
    expect(Next).toBe('GetTask02Chunks');
  });

  it('runs five chunks at a time', () => {
    expect(stateOf('ExecuteTask02Parallel')).toMatchObject({
      Type: 'Map',
      MaxConcurrency: 5,
      ItemsPath: '$.task02_chunks.date_chunks',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' } },
      ResultPath: '$.chunk_results',
      Next: 'VerifyAllChunks',
    });
  });

  it('has nothing to hand out when no chunk is left', () => {
    expect(stateOf('CheckIfChunksExist')).toMatchObject({
      Choices: [
        {
          Variable: '$.task02_chunks.num_chunks',
          NumericGreaterThan: 0,
          Next: 'ExecuteTask02Parallel',
        },
      ],
      Default: 'NoChunksToProcess',
    });
    expect(stateOf('NoChunksToProcess').Type).toBe('Succeed');
  });

  it.each([
    ['GetTask02Chunks', stateOf('GetTask02Chunks'), 5],
    ['ProcessChunk', chunkState('ProcessChunk'), 10],
  ])('retries %s twice, and a timeout never', (_name, state, IntervalSeconds) => {
    expect(state.TimeoutSeconds).toBe(900);
    expect(state.Retry).toEqual([
      noRetry,
      { ErrorEquals: taskErrors, IntervalSeconds, MaxAttempts: 2, BackoffRate: 2 },
    ]);
  });

  it('does not ask again whether chunks are done that are not', () => {
    expect(stateOf('VerifyAllChunks').Retry).toMatchObject([
      { ErrorEquals: [...noRetry.ErrorEquals, 'ChunkVerificationError'], MaxAttempts: 0 },
      { ErrorEquals: taskErrors },
    ]);
  });

  it('records a failed chunk and goes on', () => {
    expect(chunkState('ProcessChunk').Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ChunkFailed' },
    ]);
    expect(chunkState('ChunkFailed')).toMatchObject({
      Type: 'Pass',
      Parameters: { 'chunk_id.$': '$.chunk_id', status: 'failed', 'error.$': '$.error' },
      End: true,
    });
  });

  it.each([
    ['GetTask02Chunks', 'GetChunksFailed', 'GetChunksError'],
    ['ExecuteTask02Parallel', 'ChunkedProcessingFailed', 'ChunkedProcessingError'],
    ['VerifyAllChunks', 'ChunkVerificationFailed', 'ChunkVerificationError'],
  ])('leads a failure of %s to %s', (name, failed, error) => {
    expect(stateOf(name).Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failed },
    ]);
    expect(stateOf(failed)).toMatchObject({
      Type: 'Fail',
      Error: error,
      CausePath: '$.error.Cause',
    });
  });
});
