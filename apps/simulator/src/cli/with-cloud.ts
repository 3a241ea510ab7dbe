import { resolve } from 'node:path';
import { readAssembly } from '../assembly/read-assembly.ts';
import { openCloud, type Cloud } from '../cloud.ts';
import type { SharedPort } from '../local-endpoints.ts';
import { openLogFile } from '../report/log-file.ts';
import { writeLine, type CliIo } from './cli-io.ts';

export interface WithCloudOptions {
  /** As typed; looked up from the working directory. */
  readonly dataDir: string;
  readonly mode: 'real' | 'mock';
  readonly isQuiet: boolean;
  /** A synthesised assembly to run, as typed. */
  readonly assembly?: string | undefined;
  /** Where S3 and Secrets Manager answer. Default: a port of its own for each. */
  readonly sharedPort?: SharedPort;
  /** Each line that a function logs, besides the log file. */
  readonly onLog?: (line: string) => void;
}

/**
 * Open the local cloud for `work`, and stop all that it started when `work` ends, however it ends.
 *
 * Functions' logs go to `<data-dir>/logs/etl_pipeline.log`; engines report their start on stderr.
 *
 * @returns what `work` returns
 */
export async function withCloud<T>(
  io: CliIo,
  options: WithCloudOptions,
  work: (cloud: Cloud) => Promise<T>,
): Promise<T> {
  io.signal.throwIfAborted();
  const dataDir = resolve(io.cwd, options.dataDir);
  const writeLog = openLogFile(dataDir);
  const cloud = await openCloud({
    dataDir,
    env: io.env,
    mode: options.mode,
    clock: io.clock,
    sharedPort: options.sharedPort,
    ...(options.assembly !== undefined && {
      assembly: readAssembly(resolve(io.cwd, options.assembly)),
    }),
    onLog(entry) {
      writeLog(entry, io.clock.now());
      options.onLog?.(entry.line);
    },
    onProgress(line) {
      if (!options.isQuiet) writeLine(io.err, line);
    },
  });
  try {
    return await work(cloud);
  } finally {
    await cloud.stop();
  }
}
