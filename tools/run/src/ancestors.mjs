// @ts-check
import { readFileSync } from 'node:fs';

/**
 * Who started us, as a text that changes when one of them dies: npm starts a shell, and the shell
 * starts us; when npm is killed outright, only the shell's parent changes.
 *
 * The shell's parent is known on Linux alone, from /proc; elsewhere the text has our parent only.
 *
 * @param {number} parentPid - `process.ppid` as it is now
 * @returns {string} pids, `26415 26332`
 */
export function ancestors(parentPid) {
  try {
    // Fields: pid (name) state ppid …; the name may hold blanks and parentheses.
    const stat = readFileSync(`/proc/${parentPid}/stat`, 'utf8');
    const grandparent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return `${parentPid} ${grandparent}`;
  } catch {
    return String(parentPid);
  }
}
