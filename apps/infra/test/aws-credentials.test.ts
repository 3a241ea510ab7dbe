import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const INFRA = path.join(import.meta.dirname, '..');

describe('credentials of a target', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), 'credentials-'));
    const program = path.join(home, 'refuse.sh');
    writeFileSync(program, '#!/bin/sh\necho "the session has expired" >&2\nexit 1\n', {
      mode: 0o755,
    });
    writeFileSync(
      path.join(home, 'config'),
      `[profile expired]\ncredential_process = ${program}\n`,
    );
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const run = (script: string, args: readonly string[], env: Record<string, string> = {}) => {
    // Nothing of the machine's own configuration; what is there of AWS_* may be a developer's.
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
    const startMs = performance.now();
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...args], {
      cwd: INFRA,
      encoding: 'utf8',
      env: {
        ...Object.fromEntries(own),
        ...{ HOME: home, AWS_CONFIG_FILE: path.join(home, 'config') },
        AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'none'),
        ...env,
      },
    });
    return { status, stderr, stdout, seconds: (performance.now() - startMs) / 1_000 };
  };
  const withoutMetadata = { AWS_EC2_METADATA_DISABLED: 'true' };
  // A port of the loopback at which nothing listens.
  const unreachable = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' };

  it.each([
    ['deploy', withoutMetadata],
    ['deploy', unreachable],
    ['diff', withoutMetadata],
    ['destroy', withoutMetadata],
    ['bootstrap', withoutMetadata],
  ])('%s without any says what helps, within seconds, with %j', (command, env) => {
    const { status, stderr, stdout, seconds } = run('src/run-cdk.ts', [command], env);

    expect(status).toBe(1);
    expect(stderr).toContain(`infra:${command} needs AWS credentials. `);
    expect(stderr).toContain('aws sso login');
    expect(stderr).toContain('infra:deploy-local');
    expect(stderr.trim().split('\n')).toHaveLength(3);
    expect(stdout).toBe('');
    expect(seconds).toBeLessThan(10);
  });

  it('rollback asks for them before it starts the AWS CLI', () => {
    const { status, stderr } = run('src/rollback.ts', ['--stage', 'dev'], withoutMetadata);

    expect(status).toBe(1);
    expect(stderr).toContain('infra:rollback needs AWS credentials. ');
  });

  it.each([
    ['given', ['deploy', '--profile', 'absent'], {}, 'absent'],
    ['given with an equals sign', ['deploy', '--profile=absent'], {}, 'absent'],
    ['of the environment', ['deploy'], { AWS_PROFILE: 'absent' }, 'absent'],
  ])('names a profile that is not there, %s', (_, args, env, profile) => {
    const { status, stderr } = run('src/run-cdk.ts', args, { ...withoutMetadata, ...env });

    expect(status).toBe(1);
    expect(stderr).toContain(`(profile "${profile}")`);
  });

  it('passes on why a profile gives none', () => {
    const { status, stderr } = run('src/run-cdk.ts', ['deploy', '--profile', 'expired']);

    expect(status).toBe(1);
    expect(stderr).toContain('infra:deploy needs AWS credentials. ');
    expect(stderr).toContain('the session has expired');
  });

  it('leaves it to the CDK when there are some, and to synth when there are none', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
    // Answered by the CDK, which knows no such option.
    const given = run('src/run-cdk.ts', ['deploy', '--version'], keys);
    const synth = run('src/run-cdk.ts', ['synth', '--version'], withoutMetadata);

    for (const { status, stdout, stderr } of [given, synth]) {
      expect(stderr).not.toContain('needs AWS credentials');
      expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
      expect(status).toBe(0);
    }
  });
});
