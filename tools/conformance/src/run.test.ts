import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from './run.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:111111111111:function:f';
const task = (fields: object = {}) => ({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: LAMBDA, End: true, ...fields } },
});

/** Made-up cases in the corpus' format. */
const CASES = [
  {
    id: 'pass',
    definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
    input: ['é'],
    expected: {
      status: 'SUCCEEDED',
      output: ['é'],
      eventTypes: ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
      events: [
        {
          previousEventId: 0,
          executionStartedEventDetails: {
            input: '["\\u00e9"]',
            inputDetails: { truncated: false },
            roleArn: '«role»',
          },
        },
      ],
    },
  },
  {
    id: 'recorded-calls',
    definition: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 60 }] }),
    input: {},
    mocks: [
      { state: 'T', throw: { error: 'E', cause: null } },
      { state: 'T', return: 7 },
    ],
    expected: { status: 'SUCCEEDED', output: 7 },
  },
  {
    id: 'silent-call',
    definition: task({ TimeoutSeconds: 9 }),
    input: {},
    mocks: [{ state: 'T', throw: { error: 'States.Timeout' }, throwEvent: 'TaskTimedOut' }],
    expected: { status: 'FAILED', error: 'States.Timeout' },
  },
  {
    id: 'mock-file',
    definition: task({ Retry: [{ ErrorEquals: ['E'] }] }),
    input: {},
    stateMachineName: 'm',
    mockTestCase: 't',
    mockConfig: {
      StateMachines: { m: { TestCases: { t: { T: 'r' } } } },
      MockedResponses: {
        r: { '0-1': { Throw: { Error: 'E', Cause: 'c' } }, 2: { Return: 'third' } },
      },
    },
    expected: { status: 'SUCCEEDED', output: 'third' },
  },
  {
    id: 'function',
    definition: task(),
    input: {},
    functions: { f: { arn: LAMBDA, behaviour: 'raise', errorType: 'E', errorMessage: 'm' } },
    expected: { status: 'FAILED', error: 'E', cause: '«any»"errorMessage": "m"«any»' },
  },
];

describe('run', () => {
  let root: string;
  let parent: string;
  const lines: string[] = [];

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'conformance-'));
    // Recordings are looked for beside the repository as well: nothing else may stand there.
    root = join(parent, 'repository');
    mkdirSync(join(root, 'docs'), { recursive: true });
    lines.length = 0;
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const writeCorpus = (cases: readonly { id: string; [key: string]: unknown }[]): string => {
    const asl = join(root, 'corpus/asl');
    mkdirSync(asl, { recursive: true });
    const index = cases.map(({ id, ...rest }) => ({
      id,
      kind: 'execution',
      file: `${id}.json`,
      requires: [],
      features: [],
      ...rest,
    }));
    writeFileSync(join(asl, 'index.json'), JSON.stringify({ cases: index }));
    for (const one of cases) {
      const whole = { category: 'made-up', kind: 'execution', ...one };
      writeFileSync(join(asl, `${one.id}.json`), JSON.stringify(whole));
    }
    return join(root, 'corpus');
  };
  const start = (args: readonly string[], env: Record<string, string> = {}) =>
    run(args, { out: (line) => lines.push(line), err: (line) => lines.push(line), env }, root);

  it('runs every kind of answer and prints the numbers', async () => {
    const folder = writeCorpus(CASES);

    const code = await start([], { PIPELINES_CONFORMANCE_DIR: folder });

    expect(lines.slice(1)).toEqual([
      'cases 5 (skipped 0)',
      'passed 5/5 = 100.00 %',
      'cause text as recorded 5/5 = 100.00 %',
      'identical history 1/1 = 100.00 %',
    ]);
    expect(code).toBe(0);
  });

  it('leaves out what is not in scope', async () => {
    const [one] = CASES;
    const folder = writeCorpus([
      { ...one, id: 'in' },
      { ...one, id: 'other-kind', kind: 'novel' },
    ]);

    await start([], { PIPELINES_CONFORMANCE_DIR: folder });

    expect(lines).toContain('cases 1 (skipped 0)');
  });

  it('counts a refused definition as failed', async () => {
    const folder = writeCorpus([
      { id: 'bad', definition: {}, input: {}, expected: { status: 'SUCCEEDED' } },
    ]);

    await start([], { PIPELINES_CONFORMANCE_DIR: folder });

    expect(lines.find((line) => line.startsWith('failed bad'))).toContain('CREATE_FAILED');
  });

  it('skips loudly without recordings, and refuses to with --require', async () => {
    expect([await start([]), await start(['--require'])]).toEqual([0, 1]);
    expect(lines[0]).toMatch(/^CONFORMANCE SKIPPED: no recordings in /);
  });

  it('writes page and floor, and fails when a number falls below it', async () => {
    const folder = writeCorpus(CASES);
    await start(['--write'], { PIPELINES_CONFORMANCE_DIR: folder });
    const page = readFileSync(join(root, 'docs/conformance.md'), 'utf8');
    writeCorpus(CASES.slice(1));

    const code = await start(['--write'], { PIPELINES_CONFORMANCE_DIR: folder });

    expect(page).toContain('| **all**  | **5/5 (100.00 %)** |');
    expect(code).toBe(1);
    expect(lines.at(-2)).toBe('The number may only rise: causes fell from 5 to 4');
    expect(JSON.parse(readFileSync(join(root, 'docs/conformance.json'), 'utf8'))).toMatchObject({
      cases: 5,
    });
  });

  it('fails when the page does not say what was counted', async () => {
    const env = { PIPELINES_CONFORMANCE_DIR: writeCorpus(CASES) };
    await start(['--write'], env);
    const untouched = await start([], env);
    writeFileSync(join(root, 'docs/conformance.md'), 'edited by hand');

    const edited = await start([], env);

    expect([untouched, edited]).toEqual([0, 1]);
    expect(lines.at(-1)).toContain('docs/conformance.md does not say what was counted');
  });

  it('explains its options when it does not know one', async () => {
    expect(await start(['--nope'])).toBe(2);
    expect(lines[0]).toMatch(/^Usage: conformance/);
  });
});
