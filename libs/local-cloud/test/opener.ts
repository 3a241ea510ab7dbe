import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PostgresConnection } from '../src/postgres-engine.ts';

/** An opener in a process of its own. */
export interface Opener {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly provider: string;
  readonly connection: PostgresConnection;
  readonly uid: number;
  readonly ended: Promise<unknown>;
}

/** How to run the opener, when not by this node, as this user, from this repository. */
export interface OpenerOptions {
  readonly manner?: 'exit' | 'wait';
  readonly node?: string;
  readonly program?: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly env?: Readonly<Record<string, string>>;
}

/** Start `opener-program.ts` and wait until its engine is open. */
export async function startOpener(dataDir: string, options: OpenerOptions = {}): Promise<Opener> {
  const { manner = 'wait', node = process.execPath, user, env } = options;
  const program = options.program ?? join(import.meta.dirname, 'opener-program.ts');
  const child = spawn(node, [program, dataDir, manner], {
    ...user,
    cwd: '/',
    env: env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = once(child, 'close');
  const firstLine = once(createInterface(child.stdout), 'line');
  const line = await Promise.race([firstLine, ended.then(() => undefined)]);
  if (!line) throw new Error(`The opener ended: ${complaint}`);
  const said = JSON.parse(line[0] as string) as Omit<Opener, 'process' | 'pid' | 'ended'>;
  return { ...said, process: child, pid: child.pid ?? 0, ended };
}
