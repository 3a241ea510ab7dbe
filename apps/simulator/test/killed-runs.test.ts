import { describe, expect, it } from '@jest/globals';
import { killRuns } from './killed-runs.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a simulator that is killed while Map, Parallel and Wait run', () => {
  const cwd = temporaryFolder();

  it('has lost no event that it showed, and says why each execution ended', async () => {
    const { endings, acknowledgedEvents, findings } = await killRuns({ cwd, seed: 7, rounds: 10 });

    expect(findings).toEqual([]);
    expect(endings['ABORTED']).toBeGreaterThan(0);
    expect(acknowledgedEvents).toBeGreaterThan(100);
  });
});
