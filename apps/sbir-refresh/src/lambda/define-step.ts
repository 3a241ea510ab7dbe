import { stepEnvelope, type StepFailure } from '@pipelines/contracts';
import { type Clock, isJsonObject } from '@pipelines/core';
import {
  createLogger,
  defineHandler,
  describeIssues,
  type Invocation,
  type Logger,
  logLevels,
  parseEnv,
  xrayTraceId,
} from '@pipelines/lambda-kit';
import * as z from 'zod';
import { sbirRefreshEnv, type SbirRefreshEnv } from '../env.ts';
import { ValidationError } from '../errors/validation-error.ts';
import { deadlineOf, withDeadline } from './deadline.ts';
import { toStepError } from './step-error.ts';
import { createLambdaHost, type StepHost } from './step-host.ts';

/** One step at work. */
export interface StepContext {
  readonly env: SbirRefreshEnv;
  readonly host: StepHost;
  readonly clock: Clock;
  readonly log: Logger;
  /** The caller's, or one made of the time, as it stands on each line of the log. */
  readonly executionName: string;
  /** The event as it came, before defaults. */
  readonly given: unknown;
  /** Epoch ms; the frame ends the step then, and a step that can stop in order does so before. */
  readonly deadlineMs: number;
}

export interface StepSpec<Event extends z.ZodType, Body extends z.ZodType> {
  /** Short name of the function, `download-csv`. */
  readonly step: string;
  readonly event: Event;
  readonly body: Body;
  readonly run: (event: z.output<Event>, context: StepContext) => Promise<z.input<Body>>;
}

/**
 * A step as a value, for whoever makes a handler of it: its Lambda here, one process for all in
 * run-all. The types of event and body are taken from the schemas.
 */
export function describeStep<Event extends z.ZodType, Body extends z.ZodType>(
  spec: StepSpec<Event, Body>,
): StepSpec<Event, Body> {
  return spec;
}

type Envelope<Body> =
  | { readonly statusCode: 200; readonly body: Body }
  | { readonly statusCode: 400 | 500; readonly body: StepFailure };

/**
 * Make the Lambda of one step: the contract that all steps share, sbir-contracts.md 2.1.
 *
 * Success is `{statusCode: 200, body}`. A failure is thrown under its contract name when the event says
 * `raise_on_error: true`, or Retry and Catch would never see it; else it is the envelope with 400 or
 * 500. No message holds a value of the event, a row or a secret.
 */
export function defineStep<Event extends z.ZodType, Body extends z.ZodType>(
  spec: StepSpec<Event, Body>,
  createHost: () => StepHost = createLambdaHost,
) {
  return defineHandler({
    input: z.unknown(),
    output: stepEnvelope(spec.body),
    deps: async () => createHost(),
    run: (event, host, invocation) => runStep(spec, event, { host, invocation }),
  });
}

interface Call {
  readonly host: StepHost;
  readonly invocation: Invocation;
}

interface Named extends Call {
  readonly executionName: string;
}

async function runStep<Event extends z.ZodType, Body extends z.ZodType>(
  spec: StepSpec<Event, Body>,
  event: unknown,
  call: Call,
): Promise<Envelope<z.output<Body>>> {
  const { clock } = call.host;
  const startMs = clock.now();
  const executionName = nameIn(event, 'execution_name') ?? `manual-${startMs}`;
  const log = loggerOf(spec.step, event, { ...call, executionName });
  log.info('step started');
  try {
    const body = await attempt(spec, event, { ...call, executionName, log });
    log.info('step finished', { duration_ms: clock.now() - startMs });
    return { statusCode: 200, body };
  } catch (thrown) {
    const { error, statusCode, trace } = toStepError(thrown);
    const { name, message } = error;
    const duration_ms = clock.now() - startMs;
    log.error(message, { error_name: name, status_code: statusCode, duration_ms, trace });
    if (isJsonObject(event) && event['raise_on_error'] === true) throw error;
    return { statusCode, body: { status: 'error', error: message, error_type: name } };
  }
}

async function attempt<Event extends z.ZodType, Body extends z.ZodType>(
  { event: schema, body, run }: StepSpec<Event, Body>,
  event: unknown,
  { host, invocation, executionName, log }: Named & { readonly log: Logger },
): Promise<z.output<Body>> {
  const { clock } = host;
  const deadlineMs = deadlineOf(clock, invocation);
  const env = parseEnv(sbirRefreshEnv, host.environment);
  const parsed = schema.safeParse(event);
  if (!parsed.success) {
    throw new ValidationError(`Invalid event: ${describeIssues(parsed.error).join('; ')}`);
  }
  const context = { env, host, clock, log, executionName, given: event, deadlineMs };
  const running = run(parsed.data, context);
  return body.parse(await withDeadline(running, deadlineMs, clock));
}

/** What the caller says of itself stands on each line, also when the rest of its event is wrong. */
function loggerOf(step: string, event: unknown, call: Named): Logger {
  const { host, invocation, executionName } = call;
  const { environment, clock, writeLine } = host;
  // A malformed LOG_LEVEL is for parseEnv to complain about, and the complaint must be logged.
  const level = logLevels.find((known) => known === environment['LOG_LEVEL']?.toUpperCase());
  return createLogger({
    service: 'sbir-refresh',
    level: level ?? 'INFO',
    clock,
    writeLine,
    fields: {
      xray_trace_id: xrayTraceId(environment),
      function_request_id: invocation.awsRequestId,
      step,
      execution_arn: nameIn(event, 'execution_arn'),
      execution_name: executionName,
      state_name: nameIn(event, 'state_name'),
    },
  });
}

const LONGEST_NAME = 400;

function nameIn(event: unknown, key: string): string | undefined {
  const value = isJsonObject(event) ? event[key] : undefined;
  return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_NAME) : undefined;
}
