import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '../../..');
const FOLDERS = ['apps/conflict-report', 'libs', 'sql', 'tools/generators', 'tools/run'];
const FILES = [
  '.prettierrc.json',
  'jest.preset.js',
  'nx.json',
  'package.json',
  'tsconfig.base.json',
];
const NOT_COPIED = new Set(['node_modules', 'dist', 'test-output']);

/** A part of the repository in a temporary folder, to change and to run. */
export interface RepositoryCopy {
  readonly path: (...parts: readonly string[]) => string;
  /** Run a program of node_modules/.bin in a folder of the copy. */
  readonly run: (folder: string, program: string, args: readonly string[]) => Ended;
  readonly remove: () => void;
}

/** How a program ended, and all that it said. */
export interface Ended {
  readonly status: number | null;
  readonly text: string;
}

/** Copy what the conflict report needs. Packages of ours are linked to the copy, others shared. */
export function copyRepository(): RepositoryCopy {
  const root = mkdtempSync(join(tmpdir(), 'pipelines-copy-'));
  for (const name of [...FOLDERS, ...FILES]) {
    cpSync(join(REPOSITORY, name), join(root, name), {
      recursive: true,
      filter: (source) => !NOT_COPIED.has(basename(source)),
    });
  }
  linkPackages(root);
  return {
    path: (...parts) => join(root, ...parts),
    run: (folder, program, args) =>
      runIn(join(root, folder), join(root, 'node_modules/.bin', program), args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function linkPackages(root: string): void {
  const shared = join(REPOSITORY, 'node_modules');
  const own = join(root, 'node_modules/@pipelines');
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync(shared).filter((entry) => entry !== '@pipelines')) {
    symlinkSync(join(shared, name), join(root, 'node_modules', name));
  }
  for (const name of readdirSync(join(root, 'libs'))) {
    symlinkSync(join(root, 'libs', name), join(own, name));
  }
  symlinkSync(join(root, 'apps/conflict-report'), join(own, 'conflict-report'));
  symlinkSync(join(root, 'tools/generators'), join(own, 'tools-generators'));
}

function runIn(cwd: string, program: string, args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: environmentOfCopy(),
  });
  return { status, text: stdout + stderr };
}

/** What Nx told the process of this test is about the repository, not about the copy. */
function environmentOfCopy(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  return { ...Object.fromEntries(inherited), NX_DAEMON: 'false', NO_COLOR: '1' };
}
