import { execFileSync } from 'node:child_process';

/** Ids of all processes that descend from `pid`, the engine's and the Lambda's included. */
export function descendantsOf(pid: number): readonly number[] {
  const pairs = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found: number[] = [];
  const pending = [pid];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    const children = pairs.filter(([, ppid]) => ppid === parent).map(([child]) => child ?? 0);
    found.push(...children);
    pending.push(...children);
  }
  return found;
}

/** Those of `pids` that still run. A zombie has ended and only waits to be counted. */
export function stillRunning(pids: readonly number[]): readonly number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  const running = new Set(
    lines
      .map((line) => line.trim().split(/\s+/))
      .filter(([, state]) => !state?.startsWith('Z'))
      .map(([pid]) => Number(pid)),
  );
  return pids.filter((pid) => running.has(pid));
}

/** Wait until none of `pids` runs; what still runs at the deadline is returned. */
export async function untilGone(
  pids: readonly number[],
  deadlineMs: number,
): Promise<readonly number[]> {
  const endMs = performance.now() + deadlineMs;
  let running = stillRunning(pids);
  while (running.length > 0 && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    running = stillRunning(pids);
  }
  return running;
}
