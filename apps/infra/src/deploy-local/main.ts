import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf } from '@pipelines/core';
import { namesOf } from '../names.ts';
import { readSettings } from '../settings.ts';
import { checkDeployment, deploymentSchema } from './check-deployment.ts';
import { prepareMoto, startMoto, type Moto } from './moto.ts';

const INFRA = path.join(import.meta.dirname, '../..');
const REPOSITORY = path.join(INFRA, '../..');
const SIMULATOR = path.join(REPOSITORY, 'apps/simulator/bin/simulator.mjs');
const ACCOUNT = '123456789012';
const REGION = 'us-east-2';
const CONTEXT: Readonly<Record<string, string>> = {
  stage: 'prod',
  github_repo: 'agency/pipelines',
};
const MACHINE = 'etl-pipeline';

/**
 * `nx run infra:deploy-local`: a deployment to a moto server on this machine, twice, and a look at
 * what is there; then the synthesised report in our own simulator.
 *
 * moto has no alarm, alias, bucket policy, queue policy, topic policy, saved query or provider of
 * identities: these are tested on the templates. Outputs of stacks it has for direct deployments
 * alone.
 */
async function deployLocally(moto: Moto, work: string): Promise<void> {
  const output = path.join(work, 'cdk.out');
  const context = Object.entries(CONTEXT).flatMap(([name, value]) => [
    '--context',
    `${name}=${value}`,
  ]);
  const shared = [...context, '--output', output];
  const env = environmentOf(moto);
  const cdk = (...args: readonly string[]): string =>
    run('cdk', [...args, ...shared], { cwd: INFRA, env });
  cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`);
  const deploy = ['deploy', '--all', '--method', 'direct', '--require-approval', 'never'];
  cdk(...deploy);
  console.log('Deployed to moto.');
  const again = cdk(...deploy);
  const unchanged = again.match(/\(no changes\)/g)?.length ?? 0;
  if (unchanged !== 6)
    throw new Error(`Of six stacks ${unchanged} were unchanged the second time.`);
  console.log('A second deployment changes nothing.');

  const settings = readSettings((name) => CONTEXT[name], {});
  const script = path.join(INFRA, 'python/describe_deployment.py');
  const described = run(moto.python, [script, MACHINE], { cwd: work, env });
  const deployment = deploymentSchema.parse(JSON.parse(described));
  const findings = checkDeployment(deployment, namesOf(settings));
  if (findings.length > 0) throw new Error(findings.join('\n'));
  const { functions, roles, machines, execution } = deployment;
  console.log(
    `There: ${functions.length} functions with the packaged zips, ${machines.length} state machines, ` +
      `${roles.length} roles; an execution is ${execution}.`,
  );
  runInSimulator(output, work);
}

function runInSimulator(assembly: string, work: string): void {
  const simulator = (...args: readonly string[]): string =>
    run(process.execPath, [SIMULATOR, ...args], { cwd: work, env: process.env });
  simulator('seed', '--visits', '500', '--quiet');
  const text = simulator('run', MACHINE, '--assembly', assembly, '--json', '--quiet');
  const { status } = JSON.parse(text) as { readonly status: string };
  if (status !== 'SUCCEEDED') throw new Error(`The synthesised ${MACHINE} ended as ${status}.`);
  console.log(`The synthesised ${MACHINE} and its zip ran in the simulator: ${status}.`);
}

function environmentOf({ url }: Moto): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
  };
}

/** Run a program to its end. @returns both its outputs @throws with them when it failed */
function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 64 * 1_024 * 1_024,
  });
  if (error) throw error;
  if (status === 0) return program === 'cdk' ? stdout + stderr : stdout;
  throw new Error(
    `${program} ${args[0]} ended with ${status}:\n${(stdout + stderr).slice(-4_000)}`,
  );
}

const python = prepareMoto();
if (python === undefined) {
  console.warn('SKIPPED: the local deployment needs Python 3 with venv, and a way to moto by pip.');
} else {
  const work = mkdtempSync(path.join(tmpdir(), 'pipelines-deploy-'));
  let moto: Moto | undefined;
  try {
    moto = await startMoto(python);
    await deployLocally(moto, work);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  } finally {
    moto?.stop();
    rmSync(work, { recursive: true, force: true });
  }
}
