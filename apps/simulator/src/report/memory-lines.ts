/** The most memory that a command and the server that it used have taken, in bytes. */
export interface MemoryPeaks {
  readonly processPeakBytes: number;
  /** Sampled; undefined where the server's processes cannot be seen. */
  readonly serverPeakBytes: number | undefined;
}

/** What is said of it: which figure is exact, which one is sampled, and what is not known. */
export function memoryLines({ processPeakBytes, serverPeakBytes }: MemoryPeaks): readonly string[] {
  return [
    `Memory: this process at most ${megabytes(processPeakBytes)} resident`,
    serverPeakBytes === undefined
      ? 'Memory: PostgreSQL not known, its processes cannot be seen from here'
      : `Memory: PostgreSQL at most ${megabytes(serverPeakBytes)} in all its processes, ` +
        'shared buffers counted once, sampled each second',
  ];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MiB`;
}
