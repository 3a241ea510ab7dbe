import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const INFRA = path.join(import.meta.dirname, '..');
const ASSEMBLY = path.join(INFRA, '../../dist/apps/infra/cdk.out');

/** Programs of PyPI, pinned in ci.yml; what they may find stands with its reason in their settings. */
const LINTERS: Readonly<Record<string, readonly string[]>> = {
  'cfn-lint': readdirSync(ASSEMBLY)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => path.join(ASSEMBLY, name)),
  checkov: ['--config-file', '.checkov.yaml', '--directory', ASSEMBLY],
};

/** `nx run infra:lint-template`: cfn-lint and checkov on the synthesised templates. */
for (const [program, args] of Object.entries(LINTERS)) {
  const { status, error } = spawnSync(program, args, { cwd: INFRA, stdio: 'inherit' });
  if (error) {
    console.warn(`SKIPPED: ${program} is not on the PATH (pip install ${program}).`);
  } else {
    console.log(`${program}: ${status === 0 ? 'nothing found' : `ended with ${status}`}`);
    if (status !== 0) process.exitCode = 1;
  }
}
