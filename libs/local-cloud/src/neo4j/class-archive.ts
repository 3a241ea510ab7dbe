import { messageOf } from '@pipelines/core';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../embedded/free-port.ts';
import { withOpenLock } from '../state/open-lock.ts';
import { prepareHome } from './neo4j-home.ts';
import { NEO4J_VERSION, type Neo4jPrograms } from './neo4j-programs.ts';
import { startJvm } from './start-jvm.ts';

/** Making the archive takes some 20 s and saves 3 s a start: it pays for who starts often. */
const STARTS_BEFORE = 6;
const TRAINING_HEAP_MIB = 512;

/**
 * Arguments of `java` that make it load Neo4j's classes from an archive (AppCDS).
 *
 * The archive is made at the seventh start from this cache, by a server of its own on an empty
 * store, and kept beside the jars: 104 MB, for one version of Java. A failure costs only time.
 */
export async function archiveArguments(
  programs: Neo4jPrograms,
  options: {
    readonly onProgress?: ((line: string) => void) | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<readonly string[]> {
  const archive = join(
    programs.cache,
    `neo4j-${NEO4J_VERSION}-java-${programs.java.version.replaceAll('+', '_')}.jsa`,
  );
  const use = [`-XX:SharedArchiveFile=${archive}`, '-Xshare:auto'];
  if (existsSync(archive)) return use;
  const counter = `${archive}.starts`;
  await appendFile(counter, '.');
  if ((await stat(counter)).size <= STARTS_BEFORE) return [];
  await withOpenLock(join(programs.cache, 'archive.lock'), options.signal, async () => {
    if (existsSync(archive)) return;
    options.onProgress?.('Preparing quicker starts of Neo4j, once: about 20 s');
    await makeArchive(archive, programs, options.signal).catch((error: unknown) => {
      options.signal?.throwIfAborted();
      options.onProgress?.(`Not prepared: ${messageOf(error)}`);
    });
    await rm(counter, { force: true });
  });
  return existsSync(archive) ? use : [];
}

/** The archive is written when the server has ended in order. */
async function makeArchive(
  archive: string,
  programs: Neo4jPrograms,
  signal: AbortSignal | undefined,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'pipelines-neo4j-'));
  const partial = `${archive}.partial`;
  try {
    const { value: port } = await freePorts().next();
    await prepareHome(home, port, 'training-only');
    const server = await startJvm({
      programs,
      home,
      heapMib: TRAINING_HEAP_MIB,
      further: [`-XX:ArchiveClassesAtExit=${partial}`],
      stopSignal: 'TERM',
      signal,
    });
    await server.stop();
    await rename(partial, archive);
  } finally {
    await rm(partial, { force: true });
    await rm(home, { recursive: true, force: true });
  }
}
