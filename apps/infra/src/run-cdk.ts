import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { cdkArguments } from './cdk-arguments.ts';

const OUTPUT = path.join(import.meta.dirname, '../../../dist/apps/infra/cdk.out');

/** What the targets of this project run: `node src/run-cdk.ts deploy sbir-analytics-storage`. */
const [command = '', ...given] = process.argv.slice(2);
const args = cdkArguments(command, given);
// The CDK leaves templates of other stages there.
if (args[0] === 'synth') rmSync(OUTPUT, { recursive: true, force: true });
const { status } = spawnSync('cdk', args, { stdio: 'inherit' });
process.exitCode = status ?? 1;
