import { describe, expect, it } from '@jest/globals';
import { drive, driveJsonata, type DriveOptions } from '../../test/drive.ts';

const processor = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
  StartAt: 'I',
  States: { I: { Type: 'Pass', End: true } },
};
const machine = (fields: object, top: object = {}) => ({
  ...top,
  StartAt: 'M',
  States: { M: { Type: 'Map', ItemProcessor: processor, End: true, ...fields } },
});
const run = (fields: object, options: DriveOptions = {}) =>
  drive(machine(fields), { answerMap: () => ({ output: ['done'] }), ...options });
const CAUSE = "An error occurred while executing the state 'M' (entered at the event id #2). ";

describe('a distributed Map', () => {
  it('runs its items elsewhere and shows the run in the history', () => {
    const { end, history, mapRuns, previousIds, types } = run(
      { Label: 'Mine', MaxConcurrency: 3 },
      { input: [1, 2], host: { uuid: () => 'u' } },
    );
    const mapRunArn = 'arn:aws:states:us-east-1:000000000000:mapRun:m/Mine:u';

    expect(types).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    expect(previousIds).toEqual([0, 0, 2, 3, 4, 5, 5, 7]);
    expect(history[2]?.mapStateStartedEventDetails).toEqual({ length: 2 });
    expect(history[3]?.mapRunStartedEventDetails).toEqual({ mapRunArn });
    expect(mapRuns).toMatchObject([{ items: [1, 2], label: 'Mine', maxConcurrency: 3, mapRunArn }]);
    expect(end?.output).toBe('["done"]');
  });

  it('reads its plan from the input: reader, batcher, writer and limits', () => {
    const { history, mapRuns } = run(
      {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', MaxItemsPath: '$.most' },
          Parameters: { 'Bucket.$': '$.b' },
        },
        ItemBatcher: { MaxItemsPerBatchPath: '$.most', BatchInput: { 'b.$': '$.b' } },
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Parameters: { 'Bucket.$': '$.b' },
        },
        ToleratedFailurePercentage: 5,
      },
      { input: { b: 'bucket', most: 2 } },
    );

    expect(history[2]?.mapStateStartedEventDetails).toEqual({ length: 0 });
    expect(mapRuns).toMatchObject([
      {
        items: undefined,
        reader: { maxItems: 2, parameters: { Bucket: 'bucket' }, config: { InputType: 'CSV' } },
        batcher: { maxItems: 2, maxBytes: undefined, batchInput: { b: 'bucket' } },
        writer: { parameters: { Bucket: 'bucket' } },
        tolerance: { count: undefined, percentage: 5 },
      },
    ]);
  });

  it('reads the same plan from JSONata', async () => {
    const fields = {
      Items: '{% [1, 2] %}',
      ItemBatcher: { MaxItemsPerBatch: '{% $states.input.most %}' },
    };

    const { mapRuns } = await driveJsonata(machine(fields, { QueryLanguage: 'JSONata' }), {
      input: { most: 2 },
      answerMap: () => ({ output: [] }),
    });

    expect(mapRuns).toMatchObject([{ items: [1, 2], batcher: { maxItems: 2 } }]);
  });

  it('fails as its run did, and Catch may handle that', () => {
    const end = { error: 'States.ItemReaderFailed', cause: 'field MaxItems must be positive' };
    const failed = run({}, { input: [], answerMap: () => end });
    const caught = drive(
      {
        StartAt: 'M',
        States: {
          M: {
            ...machine({}).States.M,
            Catch: [{ ErrorEquals: ['States.ItemReaderFailed'], Next: 'Z' }],
          },
          Z: { Type: 'Succeed' },
        },
      },
      { input: [], answerMap: () => end },
    );

    expect(failed.end).toEqual({ status: 'FAILED', ...end });
    expect(failed.types.slice(3)).toEqual([
      'MapRunStarted',
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(caught.end?.status).toBe('SUCCEEDED');
  });

  it('refuses a limit only after the Map has started', () => {
    const { end, previousIds } = run(
      { ItemsPath: '$.items', ToleratedFailureCountPath: '$.n' },
      { input: { items: [0], n: -1 } },
    );

    expect(end?.cause).toBe(`${CAUSE}ToleratedFailureCount cannot be negative.`);
    expect(previousIds).toEqual([0, 0, 2, 3]);
  });

  it('is cancelled when the execution is stopped', () => {
    const nowMs = 1_737_383_400_000;

    const { cancelled, end, mapRuns } = drive(machine({}), {
      input: [1],
      events: [{ type: 'stop', nowMs }],
    });

    expect(end?.status).toBe('ABORTED');
    expect(cancelled).toEqual(mapRuns.map(({ mapRunId }) => mapRunId));
  });
});
