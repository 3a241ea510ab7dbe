import type { Command } from './command.ts';
import { digest } from './commands/digest.ts';
import { load } from './commands/load.ts';
import { profile } from './commands/profile.ts';
import { reset } from './commands/reset.ts';
import { run } from './commands/run.ts';
import { smoke } from './commands/smoke.ts';
import { status } from './commands/status.ts';
import { unlock } from './commands/unlock.ts';
import { validate } from './commands/validate.ts';
import { stepCommand } from './step-commands.ts';

/** Every command by name, in the order of the help. Source: sbir-contracts.md section 9. */
export const commands: Readonly<Record<string, Command>> = {
  run,
  download: stepCommand('download'),
  validate,
  profile,
  ingest: stepCommand('ingest'),
  enrich: stepCommand('enrich'),
  load,
  smoke,
  reset,
  digest,
  status,
  unlock,
};
