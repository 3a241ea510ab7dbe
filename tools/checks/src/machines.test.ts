import type { Json, JsonObject } from '@pipelines/core';
import { isJsonObject } from '@pipelines/core';
import { functions, listPlaceholders, machines } from '@pipelines/workflows';
import { describe, expect, it } from '@jest/globals';
import { hasPath, listSources, readText } from './repository.ts';

/** Every object of a definition that is a state, at any depth, under its name. */
function listStates(definition: Json): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(definition)) return definition.flatMap(listStates);
  if (!isJsonObject(definition)) return [];
  const here = isJsonObject(definition['States'])
    ? Object.entries(definition['States']).filter((entry): entry is [string, JsonObject] =>
        isJsonObject(entry[1]),
      )
    : [];
  return [...here, ...Object.values(definition).flatMap((value) => listStates(value))];
}

/** Names that a state can go to, and the names that its machine starts at. */
function listTargets(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(listTargets);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    ['Next', 'StartAt', 'Default'].includes(key) && typeof item === 'string'
      ? [item]
      : listTargets(item),
  );
}

/** Names that our own code gives to errors on a prototype. */
const errorNames = new Set(
  listSources().flatMap((path) =>
    [...readText(path).matchAll(/prototype\.name = '(\w+)'/g)].map(([, name]) => name),
  ),
);

describe.each(machines.map((machine) => [machine.name, machine] as const))('%s', (_, machine) => {
  const states = listStates(machine.definition);

  it('has exactly the placeholders of the functions that its row names', () => {
    const wanted = machine.functions.map((name) => `${name}.arn`);

    expect([...listPlaceholders(machine.definition)].sort()).toEqual([...wanted].sort());
  });

  it('calls only functions of the manifest', () => {
    const known = functions.map(({ name }) => name);

    expect(machine.functions.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('matches only errors that AWS or our code can throw', () => {
    const caught = states.flatMap(([, state]) =>
      [state['Retry'], state['Catch']].flatMap((rules) =>
        (Array.isArray(rules) ? rules : []).flatMap((rule) =>
          isJsonObject(rule) && Array.isArray(rule['ErrorEquals']) ? rule['ErrorEquals'] : [],
        ),
      ),
    );

    const unknown = caught
      .map(String)
      .filter((name) => !/^(States|Lambda|Sandbox)\./.test(name) && !errorNames.has(name));

    expect(caught.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });

  it('reaches every state', () => {
    const reached = new Set(listTargets(machine.definition));

    expect(states.map(([name]) => name).filter((name) => !reached.has(name))).toEqual([]);
  });

  it('explains every state and limits every task', () => {
    const silent = states.filter(([, state]) => typeof state['Comment'] !== 'string');
    const endless = states.filter(
      ([, state]) => state['Type'] === 'Task' && typeof state['TimeoutSeconds'] !== 'number',
    );

    expect([...silent, ...endless].map(([name]) => name)).toEqual([]);
  });

  it('counts working states that exist', () => {
    const names = states.map(([name]) => name);

    expect(machine.workingStates.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('function manifest', () => {
  it('names entries that exist and export a handler', () => {
    const broken = functions
      .map(({ app, entry }) => `apps/${app}/${entry}`)
      .filter((path) => !hasPath(path) || !/export const handler\b/.test(readText(path)));

    expect(broken).toEqual([]);
  });

  it('names only variables that .env.example explains', () => {
    const documented = readText('.env.example');

    const unexplained = functions
      .flatMap(({ environment }) => environment)
      .filter((name) => !new RegExp(`^#?${name}=`, 'm').test(documented));

    expect(unexplained).toEqual([]);
  });
});
