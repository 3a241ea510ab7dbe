import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { sbirRefreshMachine } from '../src/sbir-refresh-machine.ts';
import { contracts, type Fields } from './refresh-contracts.ts';
import { successBodies } from './refresh-bodies.ts';

const { States: states } = sbirRefreshMachine.definition as { States: Record<string, JsonObject> };
const branches = (states['ProcessPipeline']?.['Branches'] ?? []) as {
  States: Record<string, JsonObject>;
}[];
const everyState = Object.assign({}, states, ...branches.map(({ States }) => States)) as Record<
  string,
  JsonObject
>;
const tasks = Object.entries(everyState).filter(([, { Type }]) => Type === 'Task');

/** Every path of a template, a rule or a text: `$.body.changed`, also inside an intrinsic. */
function pathsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value.match(/(?<![$\w])\$\.[\w.]+/g) ?? [];
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(pathsIn) : [];
}

/** What the selector of a task leaves of a body: the same names, with null for each value. */
function selected(name: string): JsonObject {
  const selector = (everyState[name]?.['ResultSelector'] ?? {}) as JsonObject;
  const body = successBodies[functionOf(name)] ?? {};
  return Object.fromEntries(
    Object.keys(selector)
      .map((key) => key.replace(/\.\$$/, ''))
      .map((key) => [key, body[key] ?? null]),
  );
}

function functionOf(name: string): string {
  const { FunctionName } = (everyState[name]?.['Parameters'] ?? {}) as JsonObject;
  return typeof FunctionName === 'string' ? FunctionName.replace(/^\$\{|\.arn\}$/g, '') : '';
}

function has(document: Json, path: string): boolean {
  let node: Json | undefined = document;
  for (const part of path.split('.').slice(1)) {
    if (!isJsonObject(node) || !Object.hasOwn(node, part)) return false;
    node = node[part];
  }
  return true;
}

/** The working document with the key of every step filled as its contract says. */
const { defaults, working } = states['Defaults']?.['Result'] as Record<string, JsonObject>;
const fullDocument: JsonObject = {
  ...defaults,
  ...working,
  body: selected('DownloadCSV'),
  pipeline: {
    validate_dataset: selected('ValidateDataset'),
    profile_inputs: selected('ProfileInputs'),
  },
  ingestion: selected('IngestionChecks'),
  enrichment: { ...selected('EnrichmentChecks'), Error: '', Cause: '' },
  reset: selected('ResetNeo4j'),
  load: selected('LoadNeo4j'),
  smoke: selected('SmokeChecks'),
  record: selected('RecordSuccess'),
  error: { Error: '', Cause: '' },
};

describe('paths of the weekly refresh', () => {
  it('read only what an earlier step has written', () => {
    const read = Object.entries(everyState)
      .filter(([name]) => !['Defaults', 'NormalizeInput'].includes(name))
      .flatMap(([name, { Parameters, Choices, CausePath, ErrorPath }]) =>
        pathsIn([Parameters ?? null, Choices ?? null, CausePath ?? null, ErrorPath ?? null]).map(
          (path) => [name, path] as const,
        ),
      );

    expect(read.length).toBeGreaterThan(70);
    expect(read.filter(([, path]) => !has(fullDocument, path))).toEqual([]);
  });

  it('resolve in the defaults too where a step may have been skipped', () => {
    const skipped = { ...fullDocument, ...pick(working, ['reset', 'load', 'smoke']) };
    const read = ['LoadNeo4j', 'RefreshSucceeded'].flatMap((name) =>
      pathsIn(states[name]?.['Parameters']),
    );

    expect(read.filter((path) => !has(skipped, path))).toEqual([]);
  });

  it('keep the same keys for a step that failed softly', () => {
    const shapes = [
      ['ProfileUnavailable', 'ProfileInputs'],
      ['EnrichmentSkipped', 'EnrichmentChecks'],
    ].map(([soft = '', step = '']) => [
      keysOf(everyState[soft]?.['Parameters']),
      Object.keys(selected(step)),
    ]);

    for (const [soft, step] of shapes) expect(soft).toEqual(step);
  });

  it('start with a null for each field that a later state reads of load and smoke', () => {
    expect(keysOf(working?.['load'])).toEqual(Object.keys(selected('LoadNeo4j')));
    expect(keysOf(working?.['smoke'])).toEqual(Object.keys(selected('SmokeChecks')));
    expect(keysOf(working?.['reset'])).toEqual(Object.keys(selected('ResetNeo4j')));
  });

  it.each(Object.entries(contracts))('of %s fit the contract of its function', (name, contract) => {
    const { Parameters, ResultSelector } = everyState[name] ?? {};
    const { Payload } = Parameters as { Payload: JsonObject };
    const selectedPaths = pathsIn(ResultSelector);

    expect(unknownKeys(keysOf(Payload), contract.event)).toEqual([]);
    expect(selectedPaths.length).toBeGreaterThan(1);
    expect(
      unknownKeys(
        selectedPaths.map((path) => path.replace('$.Payload.body.', '')),
        contract.body,
      ),
    ).toEqual([]);
  });

  it('of every task name a function whose body the tests know', () => {
    expect(tasks.map(([name]) => functionOf(name)).filter((name) => !successBodies[name])).toEqual(
      [],
    );
  });
});

function keysOf(value: Json | undefined): string[] {
  return Object.keys(isJsonObject(value) ? value : {}).map((key) => key.replace(/\.\$$/, ''));
}

function unknownKeys(keys: readonly string[], { shape }: Fields): readonly string[] {
  return keys.filter((key) => !Object.hasOwn(shape, key));
}

function pick(value: JsonObject | undefined, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, value?.[key] ?? null]));
}
