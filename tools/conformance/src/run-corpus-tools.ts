import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** How many cases one of the corpus' programs counted, and the ids of those that failed. */
export interface HttpCount {
  readonly cases: number;
  readonly passed: number;
  readonly misses: readonly string[];
}

/** The corpus' own programs, which call a service by the client that AWS gives out. */
export interface CorpusTools {
  /** Whether there is a `python3` here that has this module. */
  hasModule(name: string): Promise<boolean>;
  /** Write the mock file that makes Task states answer as AWS did. */
  writeMocks(mockFile: string): Promise<void>;
  /** `http_runner.py`, then `score.py`. */
  countCases(url: string, name: string): Promise<HttpCount>;
  /** `api_runner.py`. */
  countScripts(url: string): Promise<HttpCount>;
}

const RUNNER = 'http_runner.py';
/** Calls at a time, as the corpus' README has it. */
const THREADS = '4';

interface Scored {
  readonly verdicts: Readonly<Record<string, { readonly result: string }>>;
}

/**
 * Run the programs as they are.
 *
 * @param corpus - holds `tools/` and `asl/`
 * @param folder - where they write
 */
export function corpusTools(corpus: string, folder: string): CorpusTools {
  const python = async (args: readonly string[], env: Record<string, string> = {}) => {
    const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    await promisify(execFile)('python3', args, options);
  };
  const tool = (name: string): string => join(corpus, 'tools', name);
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return {
    hasModule: (name) =>
      python(['-c', `import ${name}`]).then(
        () => true,
        () => false,
      ),
    writeMocks: (mockFile) =>
      python([tool(RUNNER), 'ours', 'http://127.0.0.1', '-'], {
        GENERATE_ONLY: '1',
        MOCK_FILE: mockFile,
      }),
    async countCases(url, name) {
      const env = { MOCK_FILE: join(folder, `${name}.mocks.json`) };
      await python([tool(RUNNER), 'ours', url, `${name}.jsonl`, 'mock', THREADS], env);
      await python([tool('score.py'), `${name}.jsonl`]);
      const { verdicts } = read(`${name}.score.json`) as Scored;
      return countOf(Object.entries(verdicts).map(([id, { result }]) => [id, result]));
    },
    async countScripts(url) {
      await python([tool('api_runner.py'), url, 'scripts.json']);
      const rows = read('scripts.json') as readonly (readonly [string, string, unknown])[];
      return countOf(rows.map(([id, result]) => [id, result]));
    },
  };
}

function countOf(results: readonly (readonly [id: string, result: string])[]): HttpCount {
  const idsOf = (wanted: string): readonly string[] =>
    results.filter(([, result]) => result === wanted).map(([id]) => id);
  const misses = idsOf('fail').toSorted();
  const passed = idsOf('pass').length;
  return { cases: passed + misses.length, passed, misses };
}
