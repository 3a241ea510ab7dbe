import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';

const MIB = 2 ** 20;

/** Parallel queries share memory there; a container usually has 64 MiB. */
const ENOUGH_SHARED_MEMORY_BYTES = 1024 * MIB;

/**
 * Settings of an engine on somebody's laptop: fast, bounded in memory, silent about rows.
 *
 * `fsync` off loses data when the machine itself goes down, not when a process does; for that
 * `synchronous_commit` stays on, which without fsync costs one write to the system's cache.
 * The log holds no statement and no value: errors go to the client only.
 *
 * Below a hit rate that a million visits still have, each look-up costs several times as much: hence
 * shared buffers up to 2 GB, a sixteenth of the memory. Only what is read or written is taken.
 *
 * @param memoryBytes - of the machine, or of the container
 * @param sharedMemoryBytes - size of /dev/shm; 0 when there is none
 */
export function serverSettings(
  memoryBytes: number,
  sharedMemoryBytes: number,
): Readonly<Record<string, string>> {
  const sharedBuffersMib = Math.min(2_048, Math.max(64, Math.floor(memoryBytes / MIB / 16)));
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '50',
    shared_buffers: `${sharedBuffersMib}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '128MB',
    dynamic_shared_memory_type: sharedMemoryBytes < ENOUGH_SHARED_MEMORY_BYTES ? 'mmap' : 'posix',
    fsync: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '2GB',
    checkpoint_timeout: '30min',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
}

/** The settings for this machine, as arguments of `postgres`. */
export async function serverArguments(dataFolder: string, port: number): Promise<string[]> {
  const sharedMemory = await statfs('/dev/shm').catch(() => undefined);
  const settings = serverSettings(
    // 0 where nothing is known of a limit.
    Math.min(totalmem(), process.constrainedMemory() || Infinity),
    sharedMemory ? sharedMemory.blocks * sharedMemory.bsize : 0,
  );
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataFolder, '-p', String(port), ...options];
}
