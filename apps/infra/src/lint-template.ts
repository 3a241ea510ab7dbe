import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { cdkArguments } from './cdk-arguments.ts';

const INFRA = path.join(import.meta.dirname, '..');
const DIST = path.join(INFRA, '../../dist/apps/infra');

/** What may be switched on, beside what is deployed unless told: each is another set of templates. */
const SWITCHED: Readonly<Record<string, readonly string[]>> = {
  distributed: ['task_02_chunks=distributed', 'task_02_chunks_at_once=20'],
  containers: ['task_02=container', 'graph_load=container'],
};

/** Programs of PyPI, pinned in ci.yml; what they may find stands with its reason in their settings. */
const LINTERS: Readonly<Record<string, (assembly: string) => readonly string[]>> = {
  'cfn-lint': (assembly) =>
    readdirSync(assembly)
      .filter((name) => name.endsWith('.template.json'))
      .map((name) => path.join(assembly, name)),
  checkov: (assembly) => ['--config-file', '.checkov.yaml', '--directory', assembly],
};

/** `nx run infra:lint-template`: cfn-lint and checkov on the templates, as they are and switched on. */
const assemblies = [
  'cdk.out',
  ...Object.entries(SWITCHED).map(([name, values]) => synthesise(name, values)),
];
for (const [program, argumentsOf] of Object.entries(LINTERS)) {
  for (const name of assemblies) lint(program, name, argumentsOf(path.join(DIST, name)));
}

function synthesise(name: string, values: readonly string[]): string {
  const output = `lint-${name}.out`;
  const context = ['stage=prod', 'github_repo=owner/repository', ...values];
  const options = context.flatMap((value) => ['--context', value]);
  const args = cdkArguments('synth', ['--output', path.join(DIST, output), ...options]);
  const { status } = spawnSync('cdk', args, { cwd: INFRA, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
  return output;
}

function lint(program: string, name: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: INFRA, stdio: 'inherit' });
  if (error) {
    console.warn(`SKIPPED: ${program} is not on the PATH (pip install ${program}).`);
    return;
  }
  console.log(`${program}, ${name}: ${status === 0 ? 'nothing found' : `ended with ${status}`}`);
  if (status !== 0) process.exitCode = 1;
}
