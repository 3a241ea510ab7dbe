import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own clock does. */
const TICKS_PER_SECOND = 100;

/** Positions of cutime and cstime in /proc/self/stat, counted from the field after the name. */
const CHILDREN_USER = 13;
const CHILDREN_SYSTEM = 14;

/**
 * CPU seconds of all processes that this one started and that have ended, theirs included.
 *
 * The difference around a command is its cost with all that it started: unlike the time on the
 * wall, other work on the machine changes it little. A process that nobody waits for is not
 * counted.
 *
 * @returns undefined where there is no /proc
 */
export function reapedCpuSeconds(): number | undefined {
  let stat: string;
  try {
    stat = readFileSync('/proc/self/stat', 'utf8');
  } catch {
    return undefined;
  }
  // The name in front may hold spaces and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[CHILDREN_USER]) + Number(fields[CHILDREN_SYSTEM])) / TICKS_PER_SECOND;
}
