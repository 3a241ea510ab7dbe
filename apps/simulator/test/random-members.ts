import type { Json, JsonObject } from '@pipelines/core';

type Random = () => number;
/** ARNs and tokens of earlier answers, by the member that they came in. */
export type KnownTexts = ReadonlyMap<string, readonly string[]>;
type Make = (random: Random, known: KnownTexts, name: string) => Json;

const PREFIX = 'arn:aws:states:us-east-1:000000000000:';
const LAMBDA = 'arn:aws:states:::lambda:invoke';
const ROLE = 'arn:aws:iam::000000000000:role/test';

/** In the place of any member. */
const JUNK: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  '',
  'a',
  '\u0000',
  '\ud800',
  '../../..',
  '[]',
  '{"a":',
  '💥'.repeat(30),
  'x'.repeat(5_000),
  'y'.repeat(300_000),
  [],
  [null],
  [[]],
  {},
  { key: 1 },
  { level: 'ALL' },
];

const STATES: readonly JsonObject[] = [
  { Type: 'Pass', End: true },
  { Type: 'Pass', Parameters: { 'x.$': '$.no' }, End: true },
  { Type: 'Fail', Error: 'E', Cause: 'C' },
  { Type: 'Wait', Seconds: 0, End: true },
  { Type: 'Task', Resource: LAMBDA, Parameters: { FunctionName: 'f' }, End: true },
  { Type: 'Choice', Choices: [] },
  { Type: 'Succeed', QueryLanguage: 'JSONata', Output: '{% $states.input %}' },
  { Type: 'Nothing' },
];

const oneOf =
  (...values: readonly Json[]): Make =>
  (random) =>
    pick(random, values);
const arnOf =
  (...names: readonly string[]): Make =>
  (random, known, member) =>
    knownText(random, known, member) ?? `${PREFIX}${pick(random, names)}`;
const definition: Make = (random) => {
  const nested = '[{"a":'.repeat(random() < 0.02 ? 60_000 : 0);
  return nested + JSON.stringify({ StartAt: 'A', States: { A: pick(random, STATES) } });
};
/** Whole, but nested deeper than any reader of ours goes. */
const deepDefinition: Make = () => {
  const depth = 20_000;
  const deep = '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
  return `{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":${deep},"End":true}}}`;
};
const anyDefinition: Make = (...given) =>
  given[0]() < 0.03 ? deepDefinition(...given) : definition(...given);
const stateText: Make = (random) => JSON.stringify(pick(random, STATES));
const tags: Make = (random) =>
  Array.from({ length: pick(random, [0, 1, 2, 60]) }, (_, i) => ({
    key: pick(random, [`k${i}`, '__proto__', 'x'.repeat(200)]),
    value: 'v',
  }));
const routes: Make = (random, known) =>
  Array.from({ length: pick(random, [1, 1, 1, 2, 3]) }, (_, i) => ({
    stateMachineVersionArn:
      knownText(random, known, 'stateMachineVersionArn') ?? `${PREFIX}stateMachine:each:${i + 1}`,
    weight: pick<Json>(random, [100, 100, 100, 50, 0, 33.3, -1, '100']),
  }));

/** How to make a member, by its name; they mean the same in every operation. */
const MAKERS: Readonly<Record<string, Make>> = {
  activityArn: arnOf('activity:a', 'activity:b', 'activity:none', 'stateMachine:m0'),
  cause: oneOf('because', ''),
  context: oneOf('{}', '{"Execution":{"Id":"x"}}'),
  definition: anyDefinition,
  description: oneOf('d', ''),
  encryptionConfiguration: oneOf({ type: 'AWS_OWNED_KEY' }, 'x', [1]),
  error: oneOf('E', ''),
  executionArn: arnOf('execution:m0:e', 'execution:m1:e', 'execution:m0:none', 'express:x:e:1'),
  includeExecutionData: oneOf(true, false),
  input: oneOf('{}', '{"items":[1,2]}', '"x"', 'no', '['.repeat(60_000) + ']'.repeat(60_000)),
  inspectionLevel: oneOf('INFO', 'DEBUG', 'TRACE', 'NONE'),
  loggingConfiguration: oneOf({ level: 'OFF' }, { level: 'ALL' }, { level: 7 }, 'x', 1),
  mapRunArn: arnOf('mapRun:m0/x:1', 'mapRun:m0'),
  maxResults: oneOf(0, 1, 2, 100, 1_000, 1_001, 0.5),
  mock: oneOf({ result: '{}' }, { errorOutput: { error: 'E' } }, { result: 5 }, {}),
  name: oneOf('m0', 'm1', 'm2', 'a', 'b', 'e', 'e2', 'con', 'a:b', '1'),
  nextToken: (random, known, name) => {
    if (random() < 0.5) return knownText(random, known, name) ?? null;
    const from = pick(random, [0, 1, -5, 1e9]);
    const scope = pick(random, ['activities of 000000000000', 'x']);
    return Buffer.from(JSON.stringify([scope, from])).toString('base64url');
  },
  output: oneOf('{}', '[1]', 'no', '"x"'),
  publish: oneOf(true, false),
  resourceArn: arnOf('stateMachine:m0', 'activity:a', 'activity:none', 'execution:m0:e'),
  reverseOrder: oneOf(true, false),
  revisionId: oneOf('INITIAL', 'x'),
  roleArn: oneOf(ROLE),
  routingConfiguration: routes,
  severity: oneOf('ERROR', 'WARNING', 'INFO'),
  stateConfiguration: oneOf({ retrierRetryCount: 1 }, { retrierRetryCount: 'x' }, {}),
  stateDefinition: stateText,
  stateMachineAliasArn: arnOf('stateMachine:m0:e', 'stateMachine:m0:a', 'stateMachine:m0'),
  stateMachineArn: arnOf(
    ...['stateMachine:m0', 'stateMachine:m1', 'stateMachine:work', 'stateMachine:each'],
    ...['stateMachine:quick', 'stateMachine:'],
  ),
  stateMachineVersionArn: arnOf('stateMachine:m0:1', 'stateMachine:m0:2', 'stateMachine:m0:x'),
  stateName: oneOf('A', 'B'),
  statusFilter: oneOf('RUNNING', 'SUCCEEDED', 'NO'),
  tagKeys: oneOf(['k0'], [], [1, {}], 'k0'),
  tags,
  taskToken: (...given) => knownText(...given) ?? 't',
  tracingConfiguration: oneOf({ enabled: true }, 'x', 1),
  type: oneOf('STANDARD', 'EXPRESS', 'OTHER'),
  variables: oneOf('{}', '{"x":1}', '[]'),
  versionDescription: oneOf('v', 'w'),
  workerName: oneOf('w', ''),
};

/** What these delete is never what the others live from. */
const DELETED: Readonly<Record<string, Make>> = {
  DeleteActivity: oneOf(`${PREFIX}activity:b`, `${PREFIX}activity:none`),
  DeleteStateMachine: oneOf(`${PREFIX}stateMachine:m1`, `${PREFIX}stateMachine:m2`),
};

/** Members that an operation cannot do without: left out less often. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  CreateActivity: ['name'],
  CreateStateMachine: ['name', 'definition', 'roleArn'],
  CreateStateMachineAlias: ['name', 'routingConfiguration'],
  DeleteActivity: ['activityArn'],
  DeleteStateMachine: ['stateMachineArn'],
  DeleteStateMachineAlias: ['stateMachineAliasArn'],
  DeleteStateMachineVersion: ['stateMachineVersionArn'],
  DescribeActivity: ['activityArn'],
  DescribeExecution: ['executionArn'],
  DescribeMapRun: ['mapRunArn'],
  DescribeStateMachine: ['stateMachineArn'],
  DescribeStateMachineAlias: ['stateMachineAliasArn'],
  DescribeStateMachineForExecution: ['executionArn'],
  GetActivityTask: ['activityArn'],
  GetExecutionHistory: ['executionArn'],
  ListActivities: [],
  ListExecutions: ['stateMachineArn'],
  ListMapRuns: ['executionArn'],
  ListStateMachineAliases: ['stateMachineArn'],
  ListStateMachines: [],
  ListStateMachineVersions: ['stateMachineArn'],
  ListTagsForResource: ['resourceArn'],
  PublishStateMachineVersion: ['stateMachineArn'],
  SendTaskFailure: ['taskToken'],
  SendTaskHeartbeat: ['taskToken'],
  SendTaskSuccess: ['taskToken', 'output'],
  StartExecution: ['stateMachineArn'],
  StartSyncExecution: ['stateMachineArn'],
  StopExecution: ['executionArn'],
  TagResource: ['resourceArn', 'tags'],
  TestState: ['definition', 'roleArn'],
  UntagResource: ['resourceArn', 'tagKeys'],
  UpdateStateMachine: ['stateMachineArn', 'definition'],
  UpdateStateMachineAlias: ['stateMachineAliasArn', 'routingConfiguration'],
  ValidateStateMachineDefinition: ['definition'],
};

/** A request of an operation: what it needs, now and then something else, now and then junk. */
export function makeMembers(
  operation: string,
  random: () => number,
  known: KnownTexts,
): JsonObject {
  const needed = NEEDED[operation] ?? [];
  const names = Object.keys(MAKERS).filter((name) =>
    needed.includes(name) ? random() < 0.97 : random() < 0.06,
  );
  return Object.fromEntries(
    names.map((name): [string, Json] => {
      if (random() < 0.05) return [name, pick(random, JUNK)];
      const deleted = needed.includes(name) ? DELETED[operation] : undefined;
      if (deleted) return [name, deleted(random, known, name)];
      const isAlone = operation === 'TestState' && name === 'definition' && random() < 0.9;
      const make = isAlone ? stateText : MAKERS[name];
      return [name, make?.(random, known, name) ?? null];
    }),
  );
}

/** Mostly one that came in a member of this name, seldom any, undefined for a made one. */
function knownText(random: Random, known: KnownTexts, name: string): string | undefined {
  const roll = random();
  if (roll < 0.2) return undefined;
  const texts = roll < 0.9 ? (known.get(name) ?? []) : [...known.values()].flat();
  return texts.length > 0 ? pick(random, texts) : undefined;
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
