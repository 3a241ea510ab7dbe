import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { ApiStep } from './corpus-case.ts';

/** What the steps of a script so far were answered, by their number. */
export interface Answers {
  readonly steps: readonly ApiStep[];
  readonly bodies: Map<number, JsonObject>;
}

const REFERENCE = /\$\{s(\d+)\.([A-Za-z0-9_.[\]]+)\}/g;

/**
 * Put answers of earlier steps in the place of references: `${s0.stateMachineArn}`.
 *
 * A reference to a step that is yet to come means an earlier one that made the same call: the
 * corpus names the last step that answered a value.
 *
 * @throws {Error} when no step has answered what is referred to
 */
export function fillIn(value: Json, answers: Answers): Json {
  if (typeof value === 'string') {
    return value.replaceAll(REFERENCE, (_, n: string, path: string) =>
      textAt(bodyOf(Number(n), answers), path),
    );
  }
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fillIn(item, answers));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, fillIn(item, answers)]),
  );
}

function bodyOf(n: number, { steps, bodies }: Answers): JsonObject | undefined {
  const known = bodies.get(n);
  const wanted = steps.find((step) => step.n === n);
  if (known || !wanted) return known;
  const same = steps.find(
    (step) =>
      step.n !== undefined &&
      bodies.has(step.n) &&
      step.op === wanted.op &&
      JSON.stringify(step.params) === JSON.stringify(wanted.params),
  );
  return bodies.get(same?.n ?? -1);
}

function textAt(body: JsonObject | undefined, path: string): string {
  let value: Json | undefined = body;
  for (const name of path.match(/[^.[\]]+/g) ?? []) {
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(name)];
    else value = isJsonObject(value) ? value[name] : undefined;
  }
  if (typeof value === 'string') return value;
  throw new Error(`No step has answered ${path}`);
}
