import { describe, expect, it } from '@jest/globals';
import { validateDefinition } from '@pipelines/asl';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { refreshInput } from '@pipelines/contracts';
import { listPlaceholders } from './bind-placeholders.ts';
import { sbirRefreshFunctions } from './sbir-refresh-functions.ts';
import { sbirRefreshMachine } from './sbir-refresh-machine.ts';

const { definition } = sbirRefreshMachine;

function statesOf(value: Json): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(value)) return value.flatMap(statesOf);
  if (!isJsonObject(value)) return [];
  const here = isJsonObject(value['States']) ? Object.entries(value['States']) : [];
  return [
    ...here.filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
    ...Object.values(value).flatMap(statesOf),
  ];
}

const states = new Map(statesOf(definition));
const state = (name: string): JsonObject => states.get(name) ?? {};
const tasks = [...states].filter(([, { Type }]) => Type === 'Task');

function targetsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(targetsOf);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    ['Next', 'StartAt', 'Default'].includes(key) && typeof item === 'string'
      ? [item]
      : targetsOf(item),
  );
}

describe('sbir-analytics-weekly-refresh', () => {
  it('is a valid definition', () => {
    const diagnostics = validateDefinition(JSON.stringify(definition), { type: 'STANDARD' });

    expect(diagnostics).toEqual([]);
  });

  it('has the ten states of the source document, and the auxiliary ones', () => {
    expect([...states.keys()]).toEqual(
      expect.arrayContaining([
        'DownloadCSV',
        'CheckChanges',
        'ProcessPipeline',
        'IngestionChecks',
        'EnrichmentChecks',
        'ResetNeo4j',
        'LoadNeo4j',
        'SmokeChecks',
        'EndNoChanges',
        'ErrorHandler',
      ]),
    );
    expect(isJsonObject(definition) && Object.keys(definition['States'] ?? {})).toHaveLength(22);
    expect(states.size).toBe(25);
  });

  it('reaches every state, and says what each is for', () => {
    const targets = new Set(targetsOf(definition));

    expect([...states.keys()].filter((name) => !targets.has(name))).toEqual([]);
    expect([...states].filter(([, { Comment }]) => typeof Comment !== 'string')).toEqual([]);
  });

  it('calls exactly the functions of its manifest, but neither run-all nor the Dagster adapter', () => {
    const names = sbirRefreshFunctions.map(({ name }) => name);

    expect(listPlaceholders(definition)).toEqual(
      sbirRefreshMachine.functions.map((name) => `${name}.arn`),
    );
    expect(names).toEqual([...sbirRefreshMachine.functions, 'run-all', 'trigger-dagster-refresh']);
  });

  it('has the defaults of the input contract', () => {
    const { defaults } = state('Defaults')['Result'] as { defaults: JsonObject };
    const parsed = refreshInput.parse(defaults);

    expect(Object.keys(defaults).sort()).toEqual(Object.keys(refreshInput.shape).sort());
    for (const [name, value] of Object.entries(refreshInput.parse({}))) {
      if (name !== 'graph_profile')
        expect([name, parsed[name as 'run_date']]).toEqual([name, value]);
    }
  });

  it.each([
    ['DownloadCSV', 2, 3, 'ErrorHandler'],
    ['ValidateDataset', 2, 3, undefined],
    ['ProfileInputs', 2, 3, 'ProfileUnavailable'],
    ['IngestionChecks', 5, 2, 'ErrorHandler'],
    ['EnrichmentChecks', 2, 3, 'EnrichmentSkipped'],
    ['ResetNeo4j', 2, 2, 'ErrorHandler'],
    ['LoadNeo4j', 5, 2, 'ErrorHandler'],
    ['SmokeChecks', 2, 3, 'ErrorHandler'],
    ['RecordSuccess', 2, 3, 'ErrorHandler'],
  ])('%s waits %d s before the first of %d retries', (name, seconds, attempts, caught) => {
    const { Retry, Catch, TimeoutSeconds, Resource } = state(name);

    expect({ TimeoutSeconds, Resource }).toEqual({
      TimeoutSeconds: 900,
      Resource: 'arn:aws:states:::lambda:invoke',
    });
    expect(Retry).toEqual([
      {
        ErrorEquals: [
          'ValidationError',
          'SchemaDriftError',
          'MalformedCsvError',
          'SourceRejectedError',
          'ConfigurationError',
          'AccessDeniedError',
          'GraphResetRefusedError',
          'GraphSchemaError',
          'GraphCapacityError',
        ],
        MaxAttempts: 0,
      },
      {
        ErrorEquals: ['States.Timeout', 'Sandbox.Timedout', 'TaskTimeoutError'],
        IntervalSeconds: 5,
        MaxAttempts: 1,
        BackoffRate: 2,
      },
      {
        ErrorEquals: [
          'Lambda.ServiceException',
          'Lambda.AWSLambdaException',
          'Lambda.SdkClientException',
          'Lambda.TooManyRequestsException',
        ],
        IntervalSeconds: 2,
        MaxAttempts: 6,
        BackoffRate: 2,
      },
      {
        ErrorEquals: ['States.TaskFailed'],
        IntervalSeconds: seconds,
        MaxAttempts: attempts,
        BackoffRate: 2,
      },
    ]);
    expect((Catch as readonly JsonObject[] | undefined)?.map(({ Next }) => Next)).toEqual(
      caught === undefined ? undefined : [caught],
    );
  });

  it('catches at the Parallel what its first branch cannot', () => {
    expect(state('ProcessPipeline')['Catch']).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ErrorHandler' },
    ]);
    expect(state('ProcessPipeline')['Retry']).toBeUndefined();
  });

  it('counts as working states exactly its tasks', () => {
    expect(tasks.map(([name]) => name).sort()).toEqual(
      [...sbirRefreshMachine.workingStates].sort(),
    );
  });
});

describe('the functions of the refresh', () => {
  it('have the size of the contract', () => {
    expect(
      sbirRefreshFunctions.map(({ name, memoryMb, timeoutSeconds, ephemeralMb }) =>
        [name, memoryMb, timeoutSeconds, ephemeralMb ?? 512].join(' '),
      ),
    ).toEqual([
      'download-csv 512 900 2048',
      'validate-dataset 512 900 512',
      'profile-inputs 512 900 512',
      'ingestion-checks 1024 900 2048',
      'enrichment-checks 2048 900 512',
      'reset-neo4j 512 900 512',
      'load-neo4j 1024 900 2048',
      'smoke-checks 512 900 512',
      'record-success 1024 900 512',
      'run-all 3008 900 4096',
      'trigger-dagster-refresh 256 900 512',
    ]);
  });

  it('read the Neo4j secret only where they reach the graph', () => {
    const readers = sbirRefreshFunctions.filter(({ secrets }) =>
      secrets.includes('sbir-analytics/neo4j-aura'),
    );

    expect(readers.map(({ name }) => name)).toEqual([
      'reset-neo4j',
      'load-neo4j',
      'smoke-checks',
      'run-all',
    ]);
  });

  it('write the record of success nowhere but at the end', () => {
    const writers = sbirRefreshFunctions.filter(({ writes }) =>
      writes.some((prefix) => 'state/last_success.json'.startsWith(prefix)),
    );

    expect(writers.map(({ name }) => name)).toEqual(['record-success', 'run-all']);
  });

  it('let run-all do what each step may, and remove its lock, which no other may', () => {
    const runAll = sbirRefreshFunctions.find(({ name }) => name === 'run-all');
    const steps = sbirRefreshFunctions.filter(({ name }) =>
      sbirRefreshMachine.functions.includes(name),
    );

    for (const { environment, reads, writes } of steps) {
      expect(runAll?.environment).toEqual(expect.arrayContaining([...environment]));
      expect(runAll?.reads).toEqual(expect.arrayContaining([...reads]));
      expect(runAll?.writes).toEqual(expect.arrayContaining([...writes]));
    }
    expect(new Set(runAll?.environment).size).toBe(runAll?.environment.length);
    expect(runAll?.writes).toContain('data/raw/sbir/');
    expect(sbirRefreshFunctions.flatMap(({ deletes = [] }) => deletes)).toEqual([
      'state/lock.json',
    ]);
  });
});
