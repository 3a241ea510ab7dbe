import type { JsonObject } from '@pipelines/core';
import { randomNumbers } from './random-requests.ts';
import { startSimulator, type SimulatorProcess } from './simulator-process.ts';

/** What the rounds came to. */
export interface KilledRuns {
  /** Executions that were acknowledged, by how they were found after the restart. */
  readonly endings: Readonly<Record<string, number>>;
  /** Events that an answer showed before a kill. */
  readonly acknowledgedEvents: number;
  /** Acknowledged things that are gone or changed; empty is what a test wants. */
  readonly findings: readonly string[];
}

interface Event {
  readonly id: number;
  readonly type: string;
}

type Answer = Readonly<Partial<Record<string, unknown>>>;

/** What the API has answered of one execution before the kill. */
interface Acknowledged {
  readonly arn: string;
  readonly input: string;
  events: readonly Event[];
}

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:killed';
/** The longest time from the first start to the kill. */
const LONGEST_LIFE_MS = 300;
const STARTS = 4;

const pause = { Type: 'Wait', SecondsPath: '$.seconds', End: true };
const DEFINITION = JSON.stringify({
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              ItemsPath: '$.items',
              ItemSelector: { 'seconds.$': '$.seconds' },
              ItemProcessor: { StartAt: 'Rest', States: { Rest: pause } },
              End: true,
            },
          },
        },
        { StartAt: 'Pause', States: { Pause: pause } },
      ],
      Next: 'Again',
    },
    Again: { Type: 'Pass', Result: 1, End: true },
  },
});

/**
 * Kill the simulator (SIGKILL) in the middle of executions, start it again on the same folder, and
 * compare what it says of them with what it had answered; again and again.
 *
 * @param options - `cwd` holds the data folder; `seed` decides inputs and moments, as far as a
 *   machine's speed lets it
 */
export async function killRuns(options: {
  readonly cwd: string;
  readonly seed: number;
  readonly rounds: number;
}): Promise<KilledRuns> {
  const random = randomNumbers(options.seed);
  const endings: Record<string, number> = {};
  const findings: string[] = [];
  let acknowledgedEvents = 0;
  let before: readonly Acknowledged[] = [];
  for (let round = 0; round <= options.rounds; round++) {
    const program = startSimulator(['serve', '--mock', '--port', '0', '--json'], options);
    try {
      const url = await untilReady(program);
      for (const execution of before) {
        const { status, problems } = await compare(url, execution);
        endings[status] = (endings[status] ?? 0) + 1;
        acknowledgedEvents += execution.events.length;
        findings.push(...problems.map((problem) => `${execution.arn}: ${problem}`));
      }
      before = round < options.rounds ? await runUntilKilled({ program, url, round, random }) : [];
    } finally {
      program.child.kill('SIGKILL');
      await program.ended;
    }
  }
  return { endings, acknowledgedEvents, findings };
}

async function untilReady(program: SimulatorProcess): Promise<string> {
  const { url } = JSON.parse(await program.printed('\n}\n')) as { url: string };
  await post(url, 'CreateStateMachine', {
    name: 'killed',
    definition: DEFINITION,
    roleArn: 'arn:aws:iam::000000000000:role/test',
  });
  return url;
}

/** Start executions and read their histories until the process is gone. */
async function runUntilKilled({
  program,
  url,
  round,
  random,
}: {
  readonly program: SimulatorProcess;
  readonly url: string;
  readonly round: number;
  readonly random: () => number;
}): Promise<readonly Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const follow = async (index: number): Promise<void> => {
    const items = Array.from({ length: 1 + Math.floor(random() * 20) }, (_, i) => i);
    const input = JSON.stringify({ items, seconds: random() < 0.5 ? 0 : 600 });
    const request = { stateMachineArn: MACHINE, name: `r${round}-${index}`, input };
    const { executionArn } = await post(url, 'StartExecution', request);
    const execution: Acknowledged = { arn: String(executionArn), input, events: [] };
    acknowledged.push(execution);
    for (;;) execution.events = await historyOf(url, execution.arn);
  };
  const lifeMs = random() * LONGEST_LIFE_MS;
  // Each ends by the first request that has no answer.
  const followed = Array.from({ length: STARTS }, (_, i) => follow(i).catch(() => undefined));
  await new Promise((resolve) => setTimeout(resolve, lifeMs));
  program.child.kill('SIGKILL');
  await Promise.all([program.ended, ...followed]);
  return acknowledged;
}

/** What is wrong with an execution after the restart. */
async function compare(
  url: string,
  { arn, input, events }: Acknowledged,
): Promise<{ readonly status: string; readonly problems: readonly string[] }> {
  const record = await post(url, 'DescribeExecution', { executionArn: arn });
  const status = String(record['status']);
  const found = await historyOf(url, arn);
  const last = found.at(-1);
  const problems: string[] = [];
  if (record['input'] !== input) problems.push('another input');
  const kept = found.slice(0, events.length);
  if (JSON.stringify(kept) !== JSON.stringify(events)) problems.push('another history');
  if (found.some(({ id }, index) => id !== index + 1)) problems.push('ids with gaps');
  if (status === 'ABORTED') {
    if (record['error'] !== 'Simulator.ProcessEnded') problems.push('no error that says why');
    if (!/process .+ ended before/.test(String(record['cause']))) problems.push('no cause');
    if (last?.type !== 'ExecutionAborted') problems.push('no event of its end');
  } else if (status !== 'SUCCEEDED' || last?.type !== 'ExecutionSucceeded') {
    problems.push(`${status}, and the last event is ${String(last?.type)}`);
  }
  return { status, problems };
}

async function historyOf(url: string, executionArn: string): Promise<readonly Event[]> {
  const request = { executionArn, maxResults: 1_000 };
  const { events } = await post(url, 'GetExecutionHistory', request);
  return events as readonly Event[];
}

async function post(url: string, operation: string, body: JsonObject): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${operation}: ${text}`);
  return JSON.parse(text) as Answer;
}
