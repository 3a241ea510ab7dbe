import { isJsonObject, type Json } from '@pipelines/core';
import { operations } from '../src/api/operations.ts';
import { makeMembers, type KnownTexts } from './random-members.ts';

/** What the requests of a seed came to. */
export interface FuzzResult {
  readonly accepted: number;
  readonly refused: number;
  /** Operations that were accepted at least once. */
  readonly acceptedOperations: ReadonlySet<string>;
  /** Answers that AWS would not give, each with its request; empty is what a test wants. */
  readonly findings: readonly string[];
}

/** Numbers in [0, 1) that depend on the seed alone. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** GetActivityTask waits for a task as long as its caller does: these callers soon leave. */
const POLL_MS = 20;
/** Every other operation has answered by then, also on a busy machine. */
const HANG_MS = 20_000;
/** Texts that are remembered of each member: the newest. */
const MOST_KNOWN = 6;

/**
 * Send seeded requests, one after another, to every operation: good, bad and malformed ones, some
 * of which name what earlier answers gave.
 *
 * @param options - `url` of the API; `seed` decides the requests; `onSent` is told how many went
 */
export async function sendRandomRequests(options: {
  readonly url: string;
  readonly seed: number;
  readonly count: number;
  onSent?(count: number): void;
}): Promise<FuzzResult> {
  const random = randomNumbers(options.seed);
  const names = [...operations.keys()];
  const known = new Map<string, string[]>();
  const findings: string[] = [];
  const acceptedOperations = new Set<string>();
  let accepted = 0;
  let refused = 0;
  for (let sent = 0; sent < options.count; sent++) {
    const name = names[Math.floor(random() * names.length)] ?? '';
    const bodyText = randomBody(name, random, known);
    const answer = await send(options.url, name, bodyText);
    const finding = findingOf(answer);
    if (finding !== undefined) findings.push(`${name} ${bodyText.slice(0, 300)}: ${finding}`);
    if (answer.status === 200) {
      accepted++;
      acceptedOperations.add(name);
      remember(parsed(answer.text), known);
    } else refused++;
    options.onSent?.(sent + 1);
  }
  return { accepted, refused, acceptedOperations, findings };
}

interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  readonly text: string;
}

async function send(url: string, name: string, bodyText: string): Promise<Answer> {
  const isPoll = name === 'GetActivityTask';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': `AWSStepFunctions.${name}`,
      },
      body: bodyText,
      signal: AbortSignal.timeout(isPoll ? POLL_MS : HANG_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (isPoll && (error as Error).name === 'TimeoutError') return { status: 200, text: '{}' };
    return { status: 0, text: String(error) };
  }
}

/** `ValidationExceptionReason` of the service's model. */
const REASONS: ReadonlySet<unknown> = new Set([
  'API_DOES_NOT_SUPPORT_LABELED_ARNS',
  'MISSING_REQUIRED_PARAMETER',
  'CANNOT_UPDATE_COMPLETED_MAP_RUN',
  'INVALID_ROUTING_CONFIGURATION',
]);

/** Why an answer is none of AWS's, or undefined. */
function findingOf({ status, text }: Answer): string | undefined {
  if (status !== 200 && status !== 400) return `status ${status} ${text.slice(0, 200)}`;
  const body = parsed(text);
  if (!isJsonObject(body)) return 'the answer is no JSON object';
  if (status === 200) return '__type' in body ? 'an error with status 200' : undefined;
  const { __type: type, message, reason, ...others } = body;
  if (Object.keys(others).length > 0) return 'an error with other members';
  // The one member more that the service's model gives to an error, and to one error alone.
  if (reason !== undefined && !(type === 'ValidationException' && REASONS.has(reason))) {
    return 'an error with a reason that is none of its own';
  }
  if (typeof type !== 'string' || !/^[A-Z][A-Za-z]+$/.test(type)) return 'an error without a code';
  if (typeof message !== 'string' || message === '') return 'an error without a message';
  if (/call stack|undefined|\[object|is not a function/.test(message)) return `message ${message}`;
  return text.length > 50_000 ? `an error of ${text.length} characters` : undefined;
}

/** Mostly the members of the operation, with some spoilt; sometimes no such object at all. */
function randomBody(name: string, random: () => number, known: KnownTexts): string {
  const text = JSON.stringify(makeMembers(name, random, known));
  if (random() < 0.04) return text.slice(0, Math.floor(random() * text.length));
  if (random() > 0.02) return text;
  const depth = 10 ** (2 + Math.floor(random() * 4));
  const deep = '['.repeat(depth) + ']'.repeat(depth);
  return random() < 0.5 ? deep : text.replace(/:("[^"]*"|\d+|null)/, () => `:${deep}`);
}

/** Keep the ARNs and tokens of an answer, so that later requests may name them. */
function remember(body: Json | undefined, known: Map<string, string[]>): void {
  if (Array.isArray(body)) for (const item of body.slice(0, 2)) remember(item, known);
  if (!isJsonObject(body)) return;
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') remember(value, known);
    else if (/Arn$|Token$|^revisionId$/.test(name)) {
      known.set(name, [value, ...(known.get(name) ?? [])].slice(0, MOST_KNOWN));
    }
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
