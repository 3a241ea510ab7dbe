import { spawnSync } from 'node:child_process';

/**
 * The commit that Nx compares with to find what a change affects.
 *
 * @param wanted - base of the pull request, or what the branch was before the push: absent or all
 *   zeros for a new branch, and gone after a forced push. Then it is the parent, and of a first
 *   commit that commit itself.
 * @param cwd - folder of the repository
 * @returns 40 hex digits
 */
export function findBase(wanted: string | undefined, cwd: string): string {
  for (const name of [wanted ?? '', 'HEAD~1', 'HEAD']) {
    const commit = commitOf(name, cwd);
    if (commit !== undefined) return commit;
  }
  throw new Error(`No commit in "${cwd}": is it a git repository with a checkout?`);
}

function commitOf(name: string, cwd: string): string | undefined {
  if (!/^(?:HEAD(?:~1)?|[0-9a-f]{40})$/.test(name)) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', `${name}^{commit}`];
  const { status, stdout } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
