import type { Json, JsonObject } from '@pipelines/core';
import { usesJsonata } from './graphs.ts';
import { numberAt, objectAt, objectsAt, pathAt, textAt } from './read-fields.ts';
import type {
  Catcher,
  ChoiceBranch,
  ItemProcessor,
  QueryLanguage,
  Retrier,
  State,
  StateGraph,
  WaitDelay,
} from './state-machine.ts';

/** The defaults of Retry. Source: states-language.net, "Retrying after error". */
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

/**
 * Parse the states of one graph of a validated document.
 *
 * @param language - of the whole machine; a Map or Parallel does not hand on its own
 */
export function parseStates(
  graph: JsonObject,
  language: QueryLanguage,
): Readonly<Record<string, State>> {
  const states = Object.create(null) as Record<string, State>;
  for (const [name, state] of Object.entries(objectAt(graph, 'States') ?? {})) {
    states[name] = parseState(name, state as JsonObject, language);
  }
  return states;
}

/** Parse one state of a validated document; `language` is that of the whole machine. */
export function parseState(name: string, state: JsonObject, language: QueryLanguage): State {
  const common = {
    name,
    comment: textAt(state, 'Comment'),
    queryLanguage: textAt(state, 'QueryLanguage') === 'JSONata' ? ('JSONata' as const) : language,
    assign: objectAt(state, 'Assign'),
    output: state.Output,
    inputPath: pathAt(state, 'InputPath'),
    outputPath: pathAt(state, 'OutputPath'),
  };
  const withNext = { ...common, next: textAt(state, 'Next') };
  switch (textAt(state, 'Type')) {
    case 'Pass':
      return { type: 'Pass', ...withNext, ...parseResultFields(state), result: state.Result };
    case 'Task':
      return { type: 'Task', ...withNext, ...parseWorkFields(state), ...parseTaskFields(state) };
    case 'Choice':
      return { type: 'Choice', ...common, ...parseChoiceFields(state) };
    case 'Wait':
      return { type: 'Wait', ...withNext, delay: parseDelay(state) };
    case 'Succeed':
      return { type: 'Succeed', ...common };
    case 'Fail':
      return { type: 'Fail', ...parseFailFields(name, state, common.queryLanguage) };
    case 'Parallel': {
      const branches = objectsAt(state, 'Branches').map((branch) => parseGraph(branch, language));
      return { type: 'Parallel', ...withNext, ...parseWorkFields(state), branches };
    }
    default:
      return {
        type: 'Map',
        ...withNext,
        ...parseWorkFields(state),
        ...parseMapFields(state, language),
      };
  }
}

function parseGraph(graph: JsonObject, language: QueryLanguage): StateGraph {
  return { startAt: textAt(graph, 'StartAt') ?? '', states: parseStates(graph, language) };
}

function parseResultFields(state: JsonObject) {
  return { parameters: state.Parameters, resultPath: pathAt(state, 'ResultPath') };
}

function parseWorkFields(state: JsonObject) {
  return {
    ...parseResultFields(state),
    resultSelector: objectAt(state, 'ResultSelector'),
    arguments: state.Arguments,
    retry: objectsAt(state, 'Retry').map(parseRetrier),
    catch: objectsAt(state, 'Catch').map(parseCatcher),
  };
}

function parseRetrier(retrier: JsonObject): Retrier {
  return {
    errorEquals: listTexts(retrier.ErrorEquals),
    intervalSeconds: plainNumberAt(retrier, 'IntervalSeconds') ?? DEFAULT_INTERVAL_SECONDS,
    maxAttempts: plainNumberAt(retrier, 'MaxAttempts') ?? DEFAULT_MAX_ATTEMPTS,
    backoffRate: plainNumberAt(retrier, 'BackoffRate') ?? DEFAULT_BACKOFF_RATE,
    maxDelaySeconds: plainNumberAt(retrier, 'MaxDelaySeconds'),
    jitterStrategy: textAt(retrier, 'JitterStrategy') === 'FULL' ? 'FULL' : 'NONE',
  };
}

function plainNumberAt(object: JsonObject, field: string): number | undefined {
  const value = object[field];
  return typeof value === 'number' ? value : undefined;
}

function listTexts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function parseCatcher(catcher: JsonObject): Catcher {
  return {
    errorEquals: listTexts(catcher.ErrorEquals),
    next: textAt(catcher, 'Next') ?? '',
    resultPath: pathAt(catcher, 'ResultPath'),
    assign: objectAt(catcher, 'Assign'),
    output: catcher.Output,
  };
}

function parseTaskFields(state: JsonObject) {
  return {
    resource: textAt(state, 'Resource') ?? '',
    timeoutSeconds: numberAt(state, 'TimeoutSeconds'),
    timeoutSecondsPath: textAt(state, 'TimeoutSecondsPath'),
    heartbeatSeconds: numberAt(state, 'HeartbeatSeconds'),
    heartbeatSecondsPath: textAt(state, 'HeartbeatSecondsPath'),
    credentials: objectAt(state, 'Credentials'),
  };
}

function parseChoiceFields(state: JsonObject) {
  const choices = objectsAt(state, 'Choices').map((rule): ChoiceBranch => ({
    rule,
    next: textAt(rule, 'Next') ?? '',
    assign: objectAt(rule, 'Assign'),
    output: rule.Output,
  }));
  return { choices, default: textAt(state, 'Default') };
}

function parseDelay(state: JsonObject): WaitDelay {
  const { SecondsPath: secondsPath, Timestamp: timestamp, TimestampPath: timestampPath } = state;
  if (typeof secondsPath === 'string') return { kind: 'secondsPath', path: secondsPath };
  if (typeof timestamp === 'string') return { kind: 'timestamp', timestamp };
  if (typeof timestampPath === 'string') return { kind: 'timestampPath', path: timestampPath };
  return { kind: 'seconds', seconds: numberAt(state, 'Seconds') ?? 0 };
}

function parseFailFields(name: string, state: JsonObject, queryLanguage: QueryLanguage) {
  return {
    name,
    comment: textAt(state, 'Comment'),
    queryLanguage,
    error: textAt(state, 'Error'),
    errorPath: textAt(state, 'ErrorPath'),
    cause: textAt(state, 'Cause'),
    causePath: textAt(state, 'CausePath'),
  };
}

function parseMapFields(state: JsonObject, language: QueryLanguage) {
  return {
    itemProcessor: parseItemProcessor(state, language),
    itemsPath: textAt(state, 'ItemsPath') ?? '$',
    items: state.Items,
    itemSelector: state.ItemSelector ?? state.Parameters,
    maxConcurrency: numberAt(state, 'MaxConcurrency') ?? 0,
    maxConcurrencyPath: textAt(state, 'MaxConcurrencyPath'),
    toleratedFailureCount: numberAt(state, 'ToleratedFailureCount'),
    toleratedFailureCountPath: textAt(state, 'ToleratedFailureCountPath'),
    toleratedFailurePercentage: numberAt(state, 'ToleratedFailurePercentage'),
    toleratedFailurePercentagePath: textAt(state, 'ToleratedFailurePercentagePath'),
    itemReader: objectAt(state, 'ItemReader'),
    itemBatcher: objectAt(state, 'ItemBatcher'),
    resultWriter: objectAt(state, 'ResultWriter'),
    label: textAt(state, 'Label'),
  };
}

function parseItemProcessor(state: JsonObject, language: QueryLanguage): ItemProcessor {
  const body = objectAt(state, 'ItemProcessor') ?? objectAt(state, 'Iterator') ?? {};
  const config = objectAt(body, 'ProcessorConfig') ?? {};
  const executionType = textAt(config, 'ExecutionType');
  return {
    ...parseGraph(body, language),
    queryLanguage: language,
    usesJsonata: usesJsonata(body, language),
    mode: textAt(config, 'Mode') === 'DISTRIBUTED' ? 'DISTRIBUTED' : 'INLINE',
    executionType:
      executionType === 'STANDARD' || executionType === 'EXPRESS' ? executionType : undefined,
  };
}
