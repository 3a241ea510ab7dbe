import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '@pipelines/core';
import { checkCredentials, profileOf } from './aws-credentials.ts';
import { cdkArguments } from './cdk-arguments.ts';

const OUTPUT = path.join(import.meta.dirname, '../../../dist/apps/infra/cdk.out');

/** What the targets of this project run: `node src/run-cdk.ts deploy sbir-analytics-storage`. */
async function runCdk(command: string, given: readonly string[]): Promise<number> {
  const args = cdkArguments(command, given);
  await checkCredentials(command, profileOf(given));
  // The CDK leaves templates of other stages there.
  if (args[0] === 'synth') rmSync(OUTPUT, { recursive: true, force: true });
  const { status } = spawnSync('cdk', args, { stdio: 'inherit' });
  return status ?? 1;
}

const [command = '', ...given] = process.argv.slice(2);
process.exitCode = await runCdk(command, given).catch((error: unknown) => {
  console.error(messageOf(error));
  return 1;
});
