import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { round } from '../round.ts';
import { type EngineFigures, measureEngine } from './measure-engine.ts';
import {
  type CsvMapFigures,
  measureCsvMap,
  measureSimulator,
  type SimulatorFigures,
} from './measure-simulator.ts';
import { serveSimulator } from './serve-simulator.ts';

/** Another server of the Step Functions API that runs already. */
export interface HttpPeer {
  readonly name: string;
  readonly url: string;
}

/** The simulator over HTTP, and other servers measured in the same way, in the same run. */
export interface HttpFigures {
  readonly bench: 'step-functions-http';
  readonly simulator: EngineFigures & SimulatorFigures;
  readonly csvMap: CsvMapFigures;
  readonly peers: readonly ({ readonly name: string } & EngineFigures)[];
  readonly load: number;
}

/**
 * Measure the simulator's API as its users reach it, and what others run beside it.
 *
 * @param options - `csvLines` of the distributed Map; `peers` are asked, never started or stopped
 * @throws {Error} when an execution fails, with the server's words
 */
export async function benchHttp(options: {
  readonly csvLines: number;
  readonly peers: readonly HttpPeer[];
}): Promise<HttpFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const engine = await measureOwnEngine(join(folder, 'engine'));
    const peers: ({ readonly name: string } & EngineFigures)[] = [];
    for (const { name, url } of options.peers) peers.push({ name, ...(await measureEngine(url)) });
    const own = await measureSimulator(join(folder, 'own'));
    const csvMap = await measureCsvMap(folder, options.csvLines);
    const simulator = { ...engine, ...own };
    return {
      bench: 'step-functions-http',
      ...{ simulator, csvMap, peers },
      load: round(loadavg()[0] ?? 0),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureOwnEngine(dataDir: string): Promise<EngineFigures> {
  const simulator = await serveSimulator(dataDir);
  try {
    return await measureEngine(simulator.url);
  } finally {
    await simulator.stop();
  }
}
