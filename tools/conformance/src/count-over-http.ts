import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CorpusCase } from './corpus-case.ts';
import { makeFunctions } from './make-functions.ts';
import { corpusTools, type CorpusTools, type HttpCount } from './run-corpus-tools.ts';
import type { SimulatorService } from './simulator-service.ts';

/** What the corpus' own programs count against `simulator serve`. */
export interface HttpCounts {
  /** `http_runner.py` alone. */
  readonly plain: HttpCount;
  /** The same, after the functions that the recordings call were created. */
  readonly withFunctions: HttpCount;
  /** `api_runner.py`. */
  readonly scripts: HttpCount;
}

/**
 * Count over HTTP, each time against a service with an empty folder.
 *
 * @param corpus - folder of the recordings and their programs
 * @param start - a service with this mock file
 * @param options - `needs`: the module of Python without which the programs cannot run
 * @returns undefined where the programs cannot run
 */
export async function countOverHttp(
  corpus: string,
  cases: readonly CorpusCase[],
  start: (mockFile: string) => Promise<SimulatorService>,
  { needs = 'boto3' } = {},
): Promise<HttpCounts | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-http-'));
  try {
    const tools = corpusTools(corpus, folder);
    if (!(await tools.hasModule(needs))) return undefined;
    const mockFile = join(folder, 'mocks.json');
    await tools.writeMocks(mockFile);
    return await countAll(tools, cases, () => start(mockFile));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function countAll(
  tools: CorpusTools,
  cases: readonly CorpusCase[],
  start: () => Promise<SimulatorService>,
): Promise<HttpCounts> {
  const plain = await withService(start, ({ url }) => tools.countCases(url, 'plain'));
  const withFunctions = await withService(start, async ({ url }) => {
    await makeFunctions(cases, url);
    return tools.countCases(url, 'with-functions');
  });
  const scripts = await withService(start, ({ url }) => tools.countScripts(url));
  return { plain, withFunctions, scripts };
}

async function withService<T>(
  start: () => Promise<SimulatorService>,
  use: (service: SimulatorService) => Promise<T>,
): Promise<T> {
  const service = await start();
  try {
    return await use(service);
  } finally {
    await service.stop();
  }
}
