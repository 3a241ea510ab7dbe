import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { setTimeout } from 'node:timers/promises';
import type { ApiStep, CorpusCase } from './corpus-case.ts';
import { matchJson } from './match-json.ts';
import { withoutNewerMembers } from './newer-members.ts';
import { fillIn, type Answers } from './script-references.ts';

/** What a service answered; a refusal has the body `{ __type, message }`. */
export interface ApiAnswer {
  readonly isRefusal: boolean;
  readonly body: JsonObject;
}

/** One operation of Step Functions by its name, `CreateStateMachine`. */
export type CallApi = (operation: string, params: JsonObject) => Promise<ApiAnswer>;

/** What came of a script: the first difference, and whether every refusal had AWS's words. */
export interface ScriptResult {
  readonly why: string;
  readonly isSameText: boolean;
}

const POLLS = 100;
const POLL_MS = 50;

/** What the AWS client refused by itself; no service has seen it. */
const CLIENT_REFUSAL = /^(ParamValidationError|Parameter validation failed)/;

/**
 * Make the calls of a script one after the other and compare each answer with the recorded one.
 *
 * A refusal is the recorded one when its code is. Calls that the recorder's client refused itself
 * are not made.
 */
export async function runScript(
  { script = [], source }: CorpusCase,
  call: CallApi,
): Promise<ScriptResult> {
  const answers: Answers = { steps: script, bodies: new Map() };
  const recordedOn = source?.awsValidatedDate ?? source?.recorded ?? undefined;
  let isSameText = true;
  for (const step of script) {
    const params = fillIn(step.params, answers) as JsonObject;
    if (step.op === undefined) {
      await untilEnded(params, call);
      continue;
    }
    if (isClientRefusal(step)) continue;
    const answer = await call(operationName(step.op), params);
    if (!answer.isRefusal && step.n !== undefined) answers.bodies.set(step.n, answer.body);
    const why = difference(step, answer, recordedOn);
    if (why !== undefined) return { why: `${step.op}: ${why}`, isSameText };
    isSameText &&= hasSameText(step, answer);
  }
  return { why: '', isSameText };
}

/** `create_state_machine` as the service calls it. */
function operationName(op: string): string {
  return op.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isClientRefusal({ expect, expectError }: ApiStep): boolean {
  if (typeof expect === 'string') return CLIENT_REFUSAL.test(expect);
  return CLIENT_REFUSAL.test(expectError?.code ?? '');
}

/** The recorder waited for many things; only executions take time here. */
async function untilEnded({ executionArn }: JsonObject, call: CallApi): Promise<void> {
  if (typeof executionArn !== 'string' || !executionArn.includes(':execution:')) return;
  for (let poll = 0; poll < POLLS; poll++) {
    const { body } = await call('DescribeExecution', { executionArn });
    if (body['status'] !== 'RUNNING') return;
    await setTimeout(POLL_MS);
  }
}

function difference(
  { expect, expectError }: ApiStep,
  { isRefusal, body }: ApiAnswer,
  recordedOn: string | undefined,
): string | undefined {
  const code = refusalCode(expect) ?? expectError?.code;
  if (code !== undefined) {
    if (!isRefusal) return `answered, not refused with ${code}`;
    return body['__type'] === code ? undefined : `${shown(body)} is not ${code}`;
  }
  if (isRefusal) return `refused: ${shown(body)}`;
  if (!isJsonObject(expect)) return undefined;
  const comparable = withoutNewerMembers(body, recordedOn);
  return matchJson(expect, comparable) ? undefined : `${shown(comparable)} is not ${shown(expect)}`;
}

/** The recorder kept some refusals as the client's text: "An error occurred (Code) when …". */
function refusalCode(expect: Json | undefined): string | undefined {
  if (typeof expect !== 'string') return undefined;
  return /^An error occurred \((\w+)\)/.exec(expect)?.[1];
}

function hasSameText({ expectError }: ApiStep, { body }: ApiAnswer): boolean {
  const { message } = expectError ?? {};
  return message === undefined || matchJson(message, body['message']);
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
