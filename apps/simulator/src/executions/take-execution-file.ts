import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { HistoryEvent } from '@pipelines/asl';
import type { FileHeader } from './execution-file.ts';
import { readCompleteLines } from './json-lines-file.ts';
import type { Redrive } from './redrives.ts';

/** Who takes a file, and what its first line is to say from then on. */
interface Taking {
  readonly owner: string;
  readonly redrives: readonly Redrive[];
  readonly isAlive: (owner: string) => boolean;
}

/**
 * Make this process the owner of an ended execution's file, for a redrive.
 *
 * The file is replaced as a whole, so that a crash leaves the old one or the new one. A second
 * process that wants the same finds the first one's copy, or its mark in the file.
 *
 * @returns false when another living process is redriving the execution
 */
export function takeExecutionFile(file: string, taking: Taking): boolean {
  const copy = `${file}.redriving`;
  if (!lock(copy, taking)) return false;
  const [first = '{}', ...events] = readCompleteLines(file);
  const header = JSON.parse(first) as FileHeader;
  if (isBeingRedriven(header, events.at(-1), taking)) {
    rmSync(copy);
    return false;
  }
  const { owner, redrives } = taking;
  const lines = [JSON.stringify({ ...header, owner, redrives }), ...events];
  writeFileSync(copy, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(copy, file);
  return true;
}

/** Holds until the copy is renamed or removed; one of a process that died is taken over. */
function lock(copy: string, { owner, isAlive }: Taking): boolean {
  try {
    writeFileSync(copy, `${JSON.stringify({ owner })}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isAlive(ownerOf(copy))) return false;
  writeFileSync(copy, `${JSON.stringify({ owner })}\n`, { mode: 0o600 });
  return true;
}

function ownerOf(copy: string): string {
  try {
    const [first = '{}'] = readFileSync(copy, 'utf8').split('\n');
    return (JSON.parse(first) as { readonly owner?: string }).owner ?? '';
  } catch {
    // Gone meanwhile, or torn by the crash of its process.
    return '';
  }
}

/** Another process has taken the file, and its first event is not written yet. */
function isBeingRedriven(
  { owner, redrives = [] }: FileHeader,
  lastLine: string | undefined,
  taking: Taking,
): boolean {
  const lastId = lastLine === undefined ? 0 : (JSON.parse(lastLine) as HistoryEvent).id;
  const isPending = redrives.some(({ eventId }) => eventId > lastId);
  return isPending && owner !== taking.owner && taking.isAlive(owner);
}
