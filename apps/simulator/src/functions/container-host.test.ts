import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { containerHostOf } from '../../test/container-fixture.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { ContainerNotPackagedError } from './container-host.ts';
import { FunctionHostStoppedError } from './function-errors.ts';

const folder = temporaryFolder();
const forever = 'console.log("up"); setInterval(() => {}, 9);';

describe('a container host', () => {
  it('gives a container its own environment and temporary folder, and nothing of ours', async () => {
    const lines: string[] = [];
    const workDir = path.join(folder, 'environment');
    const host = containerHostOf(
      'console.log(JSON.stringify(process.env)); console.error(process.cwd());',
      { workDir, onLog: ({ stream, line }) => lines.push(`${stream} ${line}`) },
    );

    const { exited } = await host.start('demo', { TASK_EVENT: '{}' });

    expect(await exited).toEqual({ code: 0, signal: null });
    const [, text = ''] = lines.find((line) => line.startsWith('stdout'))?.split(/ (.*)/) ?? [];
    const { PWD, SHLVL, _, ...environment } = JSON.parse(text) as Record<string, string>;
    expect(environment).toEqual({
      AWS_ACCESS_KEY_ID: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:1',
      AWS_REGION: 'us-east-1',
      AWS_SECRET_ACCESS_KEY: 'test',
      DECLARED: 'declared',
      LAMBDA_TASK_ROOT: expect.stringMatching(/\d+\/task$/),
      LANG: 'en_US.UTF-8',
      NODE_ENV: 'production',
      PATH: '/usr/local/bin:/usr/bin:/bin',
      TASK_EVENT: '{}',
      TMPDIR: expect.stringContaining(`${workDir}/tmp/demo-`),
      TZ: ':UTC',
    });
    expect(lines).toContain(`stderr ${environment['LAMBDA_TASK_ROOT']}`);
    expect([PWD, SHLVL, _].every((value) => value !== '')).toBe(true);
    expect(readdirSync(path.join(workDir, 'tmp'))).toEqual([]);
  });

  it('kills every container when it is stopped, and starts none afterwards', async () => {
    const host = containerHostOf(forever);
    const { exited } = await host.start('demo', {});

    await host.stop();

    expect(await exited).toEqual({ code: null, signal: 'SIGKILL' });
    await expect(host.start('demo', {})).rejects.toThrow(FunctionHostStoppedError);
  });

  it.each(['none', '../../..', 'demo/../..', ''])('does not have %j', async (name) => {
    const host = containerHostOf(forever);

    expect(host.has('demo')).toBe(true);
    expect(host.has(name)).toBe(false);
    await expect(host.start(name, {})).rejects.toThrow(ContainerNotPackagedError);
  });
});
