import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type Json } from '@pipelines/core';
import { machines } from '@pipelines/workflows';
import { definitionOf } from './definition-of.ts';
import { named, resourcesOf, synthesise } from './synthesised.ts';

const { stacks } = synthesise();
const resources = resourcesOf([stacks.workflows], 'AWS::StepFunctions::StateMachine');

/** Every Task below a value, those in branches and Maps included. */
function tasksIn(value: Json): readonly Readonly<Record<string, Json>>[] {
  if (Array.isArray(value)) return value.flatMap(tasksIn);
  if (!isJsonObject(value)) return [];
  const below = Object.values(value).flatMap(tasksIn);
  return value['Type'] === 'Task' ? [value, ...below] : below;
}

describe('each Task of a deployed machine', () => {
  it.each(machines.map((spec) => [spec.name, spec] as const))(
    'of %s calls the alias of a function of this machine',
    (name, spec) => {
      const { Properties } = named(resources, 'StateMachineName', name);
      const tasks = tasksIn(definitionOf(Properties['DefinitionString']) as Json);
      const called = tasks.map(({ Parameters }) =>
        isJsonObject(Parameters ?? null)
          ? (Parameters as { FunctionName?: Json }).FunctionName
          : '',
      );

      // definitionOf gives a name back for the ARN of an alias, and for nothing else.
      const placeholders = spec.functions.map((one) => `\${${one}.arn}`);
      expect(called.length).toBeGreaterThan(0);
      expect(
        called.filter((one) => typeof one !== 'string' || !placeholders.includes(one)),
      ).toEqual([]);
      expect(new Set(called)).toEqual(new Set(placeholders));
      for (const { Resource } of tasks) expect(Resource).toBe('arn:aws:states:::lambda:invoke');
    },
  );
});
