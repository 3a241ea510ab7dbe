import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pythonPrograms } from '@pipelines/local-cloud';
import { cdkArguments } from './cdk-arguments.ts';

const INFRA = path.join(import.meta.dirname, '..');
const DIST = path.join(INFRA, '../../dist/apps/infra');

/** What may be switched on, beside what is deployed unless told: each is another set of templates. */
const SWITCHED: Readonly<Record<string, readonly string[]>> = {
  distributed: ['task_02_chunks=distributed', 'task_02_chunks_at_once=20'],
  containers: ['task_02=container', 'graph_load=container'],
};

/** A program of PyPI, and its arguments for the templates of a folder. */
interface Linter {
  readonly name: string;
  readonly version: string;
  readonly argumentsOf: (assembly: string) => readonly string[];
}

/** What they may find stands with its reason in their settings. */
const LINTERS: readonly Linter[] = [
  {
    name: 'cfn-lint',
    version: '1.58.0',
    argumentsOf: (assembly) =>
      readdirSync(assembly)
        .filter((name) => name.endsWith('.template.json'))
        .map((name) => path.join(assembly, name)),
  },
  {
    name: 'checkov',
    version: '3.3.30',
    argumentsOf: (assembly) => ['--config-file', '.checkov.yaml', '--directory', assembly],
  },
];

/** `nx run infra:lint-template`: cfn-lint and checkov on the templates, as they are and switched on. */
const assemblies = [
  'cdk.out',
  ...Object.entries(SWITCHED).map(([name, values]) => synthesise(name, values)),
];
for (const linter of LINTERS) {
  const folder = pythonPrograms(linter);
  if (folder !== undefined) {
    for (const name of assemblies) lint(linter, path.join(folder, linter.name), name);
    continue;
  }
  console.error(`${linter.name} ${linter.version} cannot be had: see above. Nothing was linted.`);
  process.exitCode = 1;
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

function lint(linter: Linter, program: string, name: string): void {
  const args = linter.argumentsOf(path.join(DIST, name));
  const { status } = spawnSync(program, args, { cwd: INFRA, stdio: 'inherit' });
  console.log(
    `${linter.name}, ${name}: ${status === 0 ? 'nothing found' : `ended with ${status}`}`,
  );
  if (status !== 0) process.exitCode = 1;
}
