import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@pipelines/core';

/** One complete file of the cache. */
export interface CacheEntry {
  readonly name: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/** A path that was handed out has been opened by then. */
const HELD_MS = 60_000;
/** Longer than any download: what is older was left by a process that died. */
const OLDEST_PART_MS = 3_600_000;

/**
 * The complete files of a cache folder, least recently used first; none when there is no folder.
 *
 * Files of foreign names are left alone: the folder may be one that a user chose.
 */
export async function listEntries(dir: string): Promise<readonly CacheEntry[]> {
  const entries = await listFiles(dir, /^[0-9a-f]{8}_[\w-]*_/);
  return entries.sort((left, right) => left.usedMs - right.usedMs);
}

export interface RoomWanted {
  readonly dir: string;
  readonly ttlSeconds: number;
  readonly maxBytes: number;
  readonly clock: Clock;
  /** First part of the names of the URL that is about to be fetched: its older versions go. */
  readonly hash: string;
  readonly bytes: number;
}

/**
 * Remove what is too old, what is superseded, and then least recently used entries until the new
 * file fits under the cap and on the disk. What was used in the last minute stays: its path may have
 * been handed out and not opened yet.
 */
export async function makeRoom(wanted: RoomWanted): Promise<void> {
  const { dir, ttlSeconds, maxBytes, clock, hash, bytes } = wanted;
  for (const part of await listFiles(dir, /^\.[0-9a-f-]{36}\.part$/)) {
    if (clock.now() - part.usedMs > OLDEST_PART_MS) await remove(dir, part.name);
  }
  const kept: CacheEntry[] = [];
  for (const entry of await listEntries(dir)) {
    const unusedMs = clock.now() - entry.usedMs;
    const isSuperseded = entry.name.startsWith(`${hash}_`);
    if (unusedMs >= HELD_MS && (isSuperseded || unusedMs >= ttlSeconds * 1_000)) {
      await remove(dir, entry.name);
    } else {
      kept.push(entry);
    }
  }
  let total = kept.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const entry of kept) {
    if (clock.now() - entry.usedMs < HELD_MS) return;
    if (total + bytes <= maxBytes && (await freeBytes(dir)) >= bytes) return;
    await remove(dir, entry.name);
    total -= entry.bytes;
  }
}

async function listFiles(dir: string, names: RegExp): Promise<CacheEntry[]> {
  const found: CacheEntry[] = [];
  for (const name of await readdir(dir).catch(() => [])) {
    if (!names.test(name)) continue;
    const facts = await stat(join(dir, name)).catch(() => undefined);
    if (facts?.isFile()) found.push({ name, bytes: facts.size, usedMs: facts.mtimeMs });
  }
  return found;
}

async function freeBytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}

async function remove(dir: string, name: string): Promise<void> {
  await rm(join(dir, name), { force: true });
}
