import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { reapedCpuSeconds } from './reaped-cpu-seconds.ts';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('reapedCpuSeconds', () => {
  onLinux('counts what a child and its own child burned, and nothing of ours', () => {
    const burn =
      'const end = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < end);';
    const parent = `${burn} require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(burn)}]);`;
    const before = reapedCpuSeconds() ?? 0;

    execFileSync(process.execPath, ['-e', parent]);

    const burned = (reapedCpuSeconds() ?? 0) - before;
    expect(burned).toBeGreaterThanOrEqual(0.58);
    expect(burned).toBeLessThan(5);
  });
});
