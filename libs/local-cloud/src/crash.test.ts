import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOpener } from '../test/opener.ts';
import {
  ask,
  openEngine,
  postmasterPid,
  temporaryFolder,
  untilGone,
} from '../test/temporary-engine.ts';
import { clusterHomeOf } from './embedded/cluster.ts';
import type { PostgresEngine } from './postgres-engine.ts';
import { removePostgresData } from './remove-postgres-data.ts';
import { isAlive } from './state/processes.ts';
import { openStateFolder } from './state/state-folder.ts';

const itOnLinux = process.platform === 'linux' ? it : it.skip;

let folder: { path: string; remove(): Promise<void> };
let dataDir: string;
let engine: PostgresEngine | undefined;

beforeEach(async () => {
  folder = await temporaryFolder();
  dataDir = folder.path;
});

afterEach(async () => {
  await engine?.stop();
  await folder.remove();
});

async function pidOfServer(): Promise<number> {
  const pid = await postmasterPid(dataDir);
  if (pid === undefined) throw new Error('no server has the cluster open');
  return pid;
}

describe('an engine whose owner dies', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)('ends with it at %s', async (signal) => {
    const opener = await startOpener(dataDir);
    const server = await pidOfServer();

    opener.process.kill(signal);

    await opener.ended;
    await untilGone(server);
  });

  it('does not hold up an owner that comes to its end without stopping it', async () => {
    const opener = await startOpener(dataDir, { manner: 'exit' });

    await opener.ended;

    expect(opener.process.exitCode).toBe(0);
    const server = await postmasterPid(dataDir);
    if (server !== undefined) await untilGone(server);
  });

  it('keeps its data for the next one, which need not wait', async () => {
    const opener = await startOpener(dataDir);
    await ask(opener.connection, 'create table kept as select 42 as answer');
    opener.process.kill('SIGKILL');
    await opener.ended;

    engine = await openEngine(dataDir);

    expect(engine.provider).toBe('embedded');
    expect(await ask(engine.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  itOnLinux('is stopped by the next one if its supervisor was killed too', async () => {
    const opener = await startOpener(dataDir);
    const orphan = await pidOfServer();
    const supervisor = (await statOf(orphan)).parent;
    const watcher = (await childrenOf(supervisor)).find((pid) => pid !== orphan);
    for (const pid of [watcher ?? 0, supervisor, opener.pid]) process.kill(pid, 'SIGKILL');
    await opener.ended;
    expect(isAlive(orphan)).toBe(true);

    engine = await openEngine(dataDir);

    expect(isAlive(orphan)).toBe(false);
    expect(engine.provider).toBe('embedded');
    expect(await ask(engine.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  itOnLinux('has a session of its own, which Ctrl-C in the terminal does not reach', async () => {
    const opener = await startOpener(dataDir);
    const server = await pidOfServer();

    const { group, session } = await statOf(server);

    expect(group).not.toBe((await statOf(opener.pid)).group);
    expect(session).not.toBe((await statOf(opener.pid)).session);
    opener.process.kill('SIGKILL');
    await opener.ended;
    await untilGone(server);
  });
});

describe('an engine that dies', () => {
  it('is started anew, with its data, by the next opener', async () => {
    const first = await openEngine(dataDir);
    await ask(first.connection, 'create table kept as select 42 as answer');
    const server = await pidOfServer();
    process.kill(server, 'SIGKILL');
    await untilGone(server);

    engine = await openEngine(dataDir);
    await first.stop();

    expect(engine.provider).toBe('embedded');
    expect(await ask(engine.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect((await openEngine(dataDir)).provider).toBe('shared');
  });

  it('starts although the number in its file has gone to a stranger, who is left alone', async () => {
    const first = await openEngine(dataDir);
    const home = await clusterHomeOf(await openStateFolder(dataDir));
    const file = join(home, 'data/postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.stop();
    const stranger = await startOpener(`${dataDir}/other`);
    // As a crash leaves it, once the system has counted around.
    await writeFile(file, text.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });

    engine = await openEngine(dataDir);

    expect(engine.provider).toBe('embedded');
    expect(isAlive(stranger.pid)).toBe(true);
    stranger.process.kill('SIGKILL');
    await stranger.ended;
    await untilGone((await postmasterPid(`${dataDir}/other`)) ?? 0);
    await removePostgresData(`${dataDir}/other`);
  });
});

/** Of proc_pid_stat(5), read behind the name, which may hold blanks. */
async function statOf(pid: number): Promise<{ parent: number; group: number; session: number }> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), group: Number(fields[2]), session: Number(fields[3]) };
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
}
