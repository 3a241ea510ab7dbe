import { isJsonObject, type Json } from '@pipelines/core';
import jsonata from 'jsonata';
import { AslSyntaxError } from '../errors.ts';
import type { Host } from '../scope.ts';
import { formatTimestamp } from '../timestamps/format-timestamp.ts';
import { awsFunctions } from './aws-functions.ts';
import { compileExpression, describeJsonataError } from './compile-expression.ts';
import type { JsonataAnswer, JsonataQuestion } from './question.ts';

/**
 * Evaluate the expressions of a question, one after the other, up to the first without a value.
 *
 * JSONata works asynchronously, the interpreter does not: whoever carries out the effect
 * `evaluate` calls this, and sends the answers back as event `evaluated`. It settles within the
 * present turn of the event loop, reads nothing but the question and the host, and never rejects.
 *
 * @returns one answer per expression; fewer when one has no value, which then is the last
 */
export async function evaluateJsonata(
  question: JsonataQuestion,
  host: Host,
): Promise<readonly JsonataAnswer[]> {
  const bindings = {
    ...awsFunctions(host),
    ...clockFunctions(question.nowMs),
    ...question.variables,
    states: question.states,
  };
  const answers: JsonataAnswer[] = [];
  for (const expression of question.expressions) {
    const answer = await evaluate(expression, bindings);
    answers.push(answer);
    if ('problem' in answer) break;
  }
  return answers;
}

async function evaluate(expression: string, bindings: object): Promise<JsonataAnswer> {
  try {
    const compiled = compileExpression(expression);
    const result: unknown = await compiled.evaluate(undefined, { ...bindings });
    if (result === undefined) return { problem: 'returned nothing (undefined).' };
    const value = plainCopy(result);
    return value === undefined ? { problem: 'returned an unsupported result type.' } : { value };
  } catch (error) {
    const why = error instanceof AslSyntaxError ? error.message : describeJsonataError(error);
    return { problem: `threw an error during evaluation. ${why}` };
  }
}

/** JSONata's arrays carry marks of their own; undefined for a function, which is no JSON. */
function plainCopy(value: unknown): Json | undefined {
  if (Array.isArray(value)) return copyItems(value);
  if (isJsonObject(value)) return copyFields(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function copyItems(items: readonly unknown[]): Json[] | undefined {
  const copies: Json[] = [];
  for (const item of items) {
    const copy = plainCopy(item ?? null);
    if (copy === undefined) return undefined;
    copies.push(copy);
  }
  return copies;
}

function copyFields(fields: object): Json | undefined {
  if ('_jsonata_lambda' in fields || '_jsonata_function' in fields) return undefined;
  const copies: [string, Json][] = [];
  for (const [key, item] of Object.entries(fields)) {
    if (item === undefined) continue;
    const copy = plainCopy(item);
    if (copy === undefined) return undefined;
    copies.push([key, copy]);
  }
  return Object.fromEntries(copies);
}

const fromMillis = jsonata('$fromMillis($ms, $picture, $zone)');

/** The library reads the machine's clock; an execution has its own. */
function clockFunctions(nowMs: number): Readonly<Record<string, unknown>> {
  return {
    millis: () => nowMs,
    now: (picture?: Json, zone?: Json): unknown =>
      picture === undefined
        ? formatTimestamp(nowMs)
        : fromMillis.evaluate(undefined, { ms: nowMs, picture, zone }),
  };
}
