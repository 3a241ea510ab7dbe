import type { JsonObject } from '@pipelines/core';

/**
 * A counter that goes round: two transitions and four events a round, and one transition more at
 * each end.
 *
 * @param rounds - 1 000 give 2 002 transitions and some 4 000 events, 6 200 the most that the 25 000
 *   events of an execution allow
 */
export function loop(rounds: number): JsonObject {
  return {
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Result: { n: 0 }, Next: 'More' },
      More: {
        Type: 'Choice',
        Choices: [{ Variable: '$.n', NumericLessThan: rounds, Next: 'Add' }],
        Default: 'Done',
      },
      Add: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'More' },
      Done: { Type: 'Succeed' },
    },
  };
}

/** An inline Map of one Pass an item, 40 at once, over `$.items`. */
export const map: JsonObject = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 40,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Keep',
        States: { Keep: { Type: 'Pass', End: true } },
      },
      End: true,
    },
  },
};

/** Four states, a choice and an intrinsic among them. */
export const fourStates: JsonObject = {
  StartAt: 'Mark',
  States: {
    Mark: { Type: 'Pass', Result: { isMarked: true }, ResultPath: '$.mark', Next: 'Ask' },
    Ask: {
      Type: 'Choice',
      Choices: [{ Variable: '$.mark.isMarked', BooleanEquals: true, Next: 'Write' }],
      Default: 'Done',
    },
    Write: {
      Type: 'Pass',
      Parameters: { 'text.$': "States.Format('number {}', $.n)" },
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

/** A distributed Map: an execution of one Pass for each line of a CSV file in S3, results there too. */
export function mapOfCsv(bucket: string, key: string): JsonObject {
  return {
    StartAt: 'Lines',
    States: {
      Lines: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          Parameters: { Bucket: bucket, Key: key },
        },
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Parameters: { Bucket: bucket, Prefix: 'results' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Keep',
          States: { Keep: { Type: 'Pass', End: true } },
        },
        End: true,
      },
    },
  };
}
