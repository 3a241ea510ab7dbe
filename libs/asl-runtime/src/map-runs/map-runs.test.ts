import { parseDefinition } from '@pipelines/asl';
import { createVirtualClock, type Json } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { createEngine, TaskFailure, type ObjectStore, type TaskRunner } from '../index.ts';

const ACCOUNT = 'arn:aws:states:us-east-1:000000000000';
const TASK = {
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', End: true } },
};
const echo: TaskRunner = ({ payload }) => Promise.resolve(payload);

function memoryObjects(files: Record<string, string | Buffer> = {}) {
  const written: Record<string, Json> = {};
  const objects: ObjectStore = {
    async *read({ key }) {
      const body = files[key];
      if (body === undefined) throw new Error(`The specified key does not exist: ${key}`);
      yield Buffer.from(body);
    },
    async *list({ prefix }) {
      yield* Object.keys(files).filter((key) => key.startsWith(prefix));
    },
    async write({ key, body }) {
      written[key] = JSON.parse(body) as Json;
    },
  };
  return { objects, written };
}

interface Setting {
  readonly input?: Json;
  readonly runTask?: TaskRunner;
  readonly objects?: ObjectStore;
}

function start(fields: object, { input = [1, 2, 3], runTask = echo, objects }: Setting = {}) {
  const clock = createVirtualClock(0);
  let count = 0;
  const engine = createEngine({
    clock,
    runTask,
    host: { uuid: () => `u${count++}` },
    ...(objects && { objects }),
  });
  const config = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const map = { Type: 'Map', ItemProcessor: { ProcessorConfig: config, ...TASK }, ...fields };
  const definition = { StartAt: 'M', States: { M: { ...map, End: true } } };
  const execution = engine.start({
    machine: {
      arn: `${ACCOUNT}:stateMachine:m`,
      name: 'm',
      definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
      roleArn: 'arn:aws:iam::000000000000:role/r',
      type: 'STANDARD',
    },
    executionArn: `${ACCOUNT}:execution:m:e`,
    name: 'e',
    inputText: JSON.stringify(input),
  });
  return { clock, execution };
}

async function outcome(fields: object, setting?: Setting) {
  const { clock, execution } = start(fields, setting);
  const { status, output, error, cause } = await clock.runUntil(execution.done);
  const [mapRun] = execution.mapRuns();
  return {
    end: {
      status,
      ...(output !== undefined && { output: JSON.parse(output) as Json }),
      error,
      cause,
    },
    mapRun,
    facts: mapRun?.facts(),
  };
}
const reader = (key: string, config: object) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: config,
    Parameters: { Bucket: 'b', Key: key },
  },
});

describe('a Map Run', () => {
  it('runs each item as an execution of its own, and gives the results in order', async () => {
    const arns: string[] = [];
    const runTask: TaskRunner = ({ executionArn, payload }) => {
      arns.push(executionArn);
      return Promise.resolve([payload]);
    };

    const { end, facts, mapRun } = await outcome({ Label: 'L' }, { runTask });

    expect(end.output).toEqual([[1], [2], [3]]);
    expect(new Set(arns).size).toBe(3);
    expect(arns[0]).toMatch(new RegExp(`^${ACCOUNT}:execution:m/L:u\\d+$`));
    expect(mapRun).toMatchObject({ executionArn: `${ACCOUNT}:execution:m:e`, label: 'L' });
    expect(facts).toMatchObject({
      status: 'SUCCEEDED',
      itemCounts: { total: 3, succeeded: 3, running: 0 },
    });
  });

  it('gives each child what ItemSelector makes of its item', async () => {
    const fields = { ItemSelector: { 'i.$': '$$.Map.Item.Index', 'all.$': '$' } };

    const { end } = await outcome(fields, { input: ['a', 'b'] });

    expect(end.output).toEqual([
      { i: 0, all: ['a', 'b'] },
      { i: 1, all: ['a', 'b'] },
    ]);
  });

  it('fails at the first failure when none is tolerated, and stops the others', async () => {
    const aborted: Json[] = [];
    const runTask: TaskRunner = ({ payload, signal }) => {
      if (payload === 2) return Promise.reject(new TaskFailure('E', 'c'));
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(payload);
          reject(new TaskFailure('Aborted'));
        });
      });
    };

    const { end } = await outcome({}, { runTask });

    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(aborted).toContain(1);
  });

  it.each([
    [{ ToleratedFailureCount: 1 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 34 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 33 }, 'FAILED'],
    [{ ToleratedFailureCount: 0, ToleratedFailurePercentage: 100 }, 'FAILED'],
  ])('with %j and one failure of three is %s', async (fields, status) => {
    const runTask: TaskRunner = ({ payload }) =>
      payload === 2 ? Promise.reject(new TaskFailure('E', 'c')) : Promise.resolve(payload);

    const { end } = await outcome(fields, { runTask });

    expect(end.status).toBe(status);
    if (status === 'SUCCEEDED') expect(end.output).toEqual([1, { Error: 'E', Cause: 'c' }, 3]);
  });

  it('runs no more children at a time than MaxConcurrency', async () => {
    let running = 0;
    let most = 0;
    const runTask: TaskRunner = async ({ payload }) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return payload;
    };

    await outcome({ MaxConcurrency: 2 }, { runTask });

    expect(most).toBe(2);
  });

  it.each<[string, string | Buffer, object, Json]>([
    [
      'a.csv',
      'A,B\n1,2\n',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      [{ A: '1', B: '2' }],
    ],
    ['a.json', '[1,2,3]', { InputType: 'JSON', MaxItems: 2 }, [1, 2]],
    ['a.jsonl', '1\n2\n', { InputType: 'JSONL' }, [1, 2]],
  ])('reads the items of %s', async (key, body, config, output) => {
    const { objects } = memoryObjects({ [key]: body });

    const { end } = await outcome(reader(key, config), { objects });

    expect(end.output).toEqual(output);
  });

  it('reads the files of an inventory', async () => {
    const { objects } = memoryObjects({
      'manifest.json': JSON.stringify({ fileSchema: 'Bucket, Key', files: [{ key: 'x.csv.gz' }] }),
      'x.csv.gz': gzipSync('"b","k1"\n"b","k2"\n'),
    });

    const { end } = await outcome(reader('manifest.json', { InputType: 'MANIFEST' }), { objects });

    expect(end.output).toEqual([
      { Bucket: 'b', Key: 'k1' },
      { Bucket: 'b', Key: 'k2' },
    ]);
  });

  it('reads a listing', async () => {
    const { objects } = memoryObjects({ 'p/1': '', 'p/2': '', 'q/3': '' });
    const Resource = 'arn:aws:states:::s3:listObjectsV2';

    const { end } = await outcome(
      { ItemReader: { Resource, Parameters: { Bucket: 'b', Prefix: 'p/' } } },
      { objects },
    );

    expect(end.output).toEqual(['p/1', 'p/2']);
  });

  it.each([
    ['gone', {}, 'The specified key does not exist: gone'],
    ['a', { MaxItems: -1 }, 'field MaxItems must be positive'],
    ['a', { InputType: 'PARQUET' }, 'This engine cannot read items of InputType PARQUET'],
    ['a', { InputType: 'MANIFEST' }, 'The manifest is not valid JSON'],
  ])('that cannot read %s with %j fails as States.ItemReaderFailed', async (key, config, cause) => {
    const { objects } = memoryObjects({ a: 'no json' });
    const path = 'MaxItems' in config ? { MaxItemsPath: '$.most' } : config;

    const { end } = await outcome(reader(key, { InputType: 'JSON', ...path }), {
      objects,
      input: { most: -1 },
    });

    expect(end).toEqual({ status: 'FAILED', error: 'States.ItemReaderFailed', cause });
  });

  it('writes results and a manifest instead of handing them on', async () => {
    const { objects, written } = memoryObjects();
    const runTask: TaskRunner = ({ payload }) =>
      payload === 2 ? Promise.reject(new TaskFailure('E', 'c')) : Promise.resolve(payload);
    const fields = {
      ToleratedFailureCount: 1,
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'b', Prefix: 'p' },
      },
    };

    const { end, mapRun } = await outcome(fields, { objects, runTask });
    const folder = `p/${mapRun?.arn.split(':').at(-1) ?? ''}`;

    expect(end.output).toEqual({
      MapRunArn: mapRun?.arn,
      ResultWriterDetails: { Bucket: 'b', Key: `${folder}/manifest.json` },
    });
    expect(written[`${folder}/SUCCEEDED_0.json`]).toMatchObject([
      { Input: '1', Output: '1', Status: 'SUCCEEDED' },
      { Input: '3' },
    ]);
    expect(written[`${folder}/FAILED_0.json`]).toMatchObject([{ Error: 'E', Cause: 'c' }]);
    expect(written[`${folder}/manifest.json`]).toMatchObject({
      DestinationBucket: 'b',
      ResultFiles: { FAILED: [{ Key: `${folder}/FAILED_0.json` }], PENDING: [] },
    });
  });

  it.each([
    ['COMPACT', [[1], [2]]],
    ['FLATTEN', [1, 2]],
  ])('without a bucket hands on its results in the form %s', async (Transformation, output) => {
    const runTask: TaskRunner = ({ payload }) => Promise.resolve([payload]);
    const fields = { ResultWriter: { WriterConfig: { Transformation, OutputType: 'JSON' } } };

    const { end } = await outcome(fields, { input: [1, 2], runTask });

    expect(end.output).toEqual(output);
  });

  it('fails when there is nothing to write to', async () => {
    const Parameters = { Bucket: 'b', Prefix: 'p' };

    const { end } = await outcome({ ResultWriter: { Parameters } });

    expect(end).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
  });

  it('hands batches to its children', async () => {
    const { end, facts } = await outcome({ ItemBatcher: { MaxItemsPerBatch: 2 } });

    expect(end.output).toEqual([{ Items: [1, 2] }, { Items: [3] }]);
    expect(facts).toMatchObject({ itemCounts: { total: 3 }, executionCounts: { total: 2 } });
  });

  it('is aborted with its execution', async () => {
    const { clock, execution } = start({}, { runTask: () => new Promise(() => undefined) });
    await clock.advanceBy(0);

    execution.stop();
    await clock.runUntil(execution.done);

    expect(execution.mapRuns()[0]?.facts()).toMatchObject({ status: 'ABORTED' });
  });
});
