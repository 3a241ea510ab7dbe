import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { descendantsOf, untilGone } from './process-tree.ts';
import { queryInProcess, runInProcess } from './run-in-process.ts';
import { startSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

const GONE_WITHIN_MS = 10_000;

/** Holds up TASK_01 for a minute, inside its transaction. */
const SLOW_COPY = `
  create function conflict.wait_a_minute() returns trigger language plpgsql
    as $$ begin perform pg_sleep(60); return null; end $$;
  create trigger slow_copy before insert on conflict.conflictvisitmaps_temp
    for each statement execute function conflict.wait_a_minute();`;

describe('stopping in the middle of a task', () => {
  const cwd = temporaryFolder();
  beforeAll(async () => {
    const seed = await runInProcess(['seed', '--visits', '300', '--quiet'], cwd);
    expect(seed.err).toBe('');
    await queryInProcess(SLOW_COPY, cwd);
  });

  async function startSlowRun() {
    const run = startSimulator(['run', 'etl-pipeline', '--quiet'], { cwd });
    await run.printed('[State 2/3] ExecuteTask01');
    return { run, children: descendantsOf(run.child.pid ?? 0) };
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s leaves nothing running and exits with %d', async (signal, exitCode) => {
    const { run, children } = await startSlowRun();

    run.child.kill(signal);

    const end = await run.ended;
    expect(children.length).toBeGreaterThan(0);
    expect(end.exitCode).toBe(exitCode);
    expect(end.stdout).toMatch(/❌ ABORTED in \d+\.\d\ds\n {3}Error: Stopped by SIG/);
    expect(end.stdout).toContain('❌ PIPELINE EXECUTION ABORTED\n');
    expect(await untilGone(children, GONE_WITHIN_MS)).toEqual([]);
  });

  it('by SIGKILL leaves nothing running, and the next start recovers', async () => {
    const { run, children } = await startSlowRun();

    run.child.kill('SIGKILL');

    await run.ended;
    expect(children.length).toBeGreaterThan(0);
    expect(await untilGone(children, GONE_WITHIN_MS)).toEqual([]);
    const [pairs] = await queryInProcess(
      'select count(*) > 100 as are_there from conflict.conflictvisitmaps',
      cwd,
    );
    expect(pairs).toEqual({ are_there: true });
    expect(await newestExecution(cwd)).toMatchObject({ status: 'ABORTED' });
  });
});

/** What the API of a new `serve` says about the newest execution on the same state folder. */
async function newestExecution(cwd: string): Promise<unknown> {
  const serve = startSimulator(['serve', '--mock', '--port', '0', '--json'], { cwd });
  const banner = JSON.parse(await serve.printed('\n}\n')) as { url: string };
  const response = await fetch(banner.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSStepFunctions.ListExecutions',
    },
    body: JSON.stringify({
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:etl-pipeline',
    }),
  });
  const { executions } = (await response.json()) as { executions: unknown[] };
  serve.child.kill('SIGTERM');
  await serve.ended;
  return executions[0];
}
