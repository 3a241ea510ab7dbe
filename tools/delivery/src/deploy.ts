import { spawnSync } from 'node:child_process';
import { messageOf } from '@pipelines/core';
import { deployArguments } from './deploy-command.ts';

/** What deploy.yml runs: the arguments reach Nx as a list, without a shell. */
try {
  const args = deployArguments(process.env);
  console.log(`npx ${args.join(' ')}`);
  process.exitCode = spawnSync('npx', args, { stdio: 'inherit' }).status ?? 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 2;
}
