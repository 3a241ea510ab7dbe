import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { compareCase, type Verdict } from './compare-case.ts';
import { countOverHttp, type HttpCounts } from './count-over-http.ts';
import { belowFloor, belowHttpFloor, raiseFloor, type Floor } from './floor.ts';
import { loadCorpus } from './load-corpus.ts';
import { markdownReport, terminalReport } from './report.ts';
import type { CorpusCase } from './corpus-case.ts';
import { runCase } from './run-case.ts';
import { countScores } from './score.ts';
import { judgeScripts } from './script-case.ts';
import { startSimulatorService } from './simulator-service.ts';
import { testStateCase } from './test-state-case.ts';
import { validateCase } from './validate-case.ts';

interface Io {
  out(line: string): void;
  err(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const HELP = `Usage: conformance [--require] [--write]
Run the recorded executions of PIPELINES_CONFORMANCE_DIR (default: ../shared/conformance beside the
repository) and compare. Exit 1 when a number is below docs/conformance.json.
  --require  exit 1 when there are no recordings, instead of skipping
  --http     also run the corpus' own programs over HTTP; needs python3 with boto3
  --write    renew docs/conformance.md and docs/conformance.json`;

/**
 * The command: run, print, compare with the floor, write.
 *
 * @param root - folder of the repository
 * @returns exit code: 0 done or skipped, 1 below the floor or recordings missing, 2 wrong usage
 */
export async function run(args: readonly string[], io: Io, root: string): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    io.err(HELP);
    return 2;
  }
  const folder = io.env['PIPELINES_CONFORMANCE_DIR'] ?? join(root, '../shared/conformance');
  const cases = loadCorpus(folder);
  if (!cases) {
    io.err(`CONFORMANCE SKIPPED: no recordings in ${folder} (set PIPELINES_CONFORMANCE_DIR)`);
    return options.require ? 1 : 0;
  }
  const verdicts: Verdict[] = [];
  const scripts = cases.filter(({ kind }) => kind === 'api');
  for (const one of cases) if (one.kind !== 'api') verdicts.push(await judge(one));
  verdicts.push(...(await judgeScripts(scripts, () => startSimulatorService(root))));
  const http = options.http
    ? await countOverHttp(folder, cases, (mockFile) => startSimulatorService(root, mockFile))
    : undefined;
  if (options.http && !http) {
    io.err('HTTP SKIPPED: the programs of the corpus need python3 with boto3');
    if (options.require) return 1;
  }
  return report({ verdicts, http }, io, { root, isWriting: options.write });
}

function judge(one: CorpusCase): Promise<Verdict> | Verdict {
  if (one.kind === 'validation') return validateCase(one);
  if (one.kind === 'test-state') return testStateCase(one);
  return runCase(one).then((result) => compareCase(one, result));
}

function report(
  {
    verdicts,
    http,
  }: { readonly verdicts: readonly Verdict[]; readonly http: HttpCounts | undefined },
  io: Io,
  { root, isWriting }: { readonly root: string; readonly isWriting: boolean },
): number {
  const scores = countScores(verdicts);
  const misses = verdicts.filter(({ why }) => why !== '');
  for (const line of terminalReport(scores, misses)) io.out(line);

  const floorFile = join(root, 'docs/conformance.json');
  const floor = readFloor(floorFile);
  for (const line of httpLines(http)) io.out(line);
  const fallen = floor
    ? [...belowFloor(floor, scores), ...(http ? belowHttpFloor(floor, http) : [])]
    : [];
  for (const line of fallen) io.err(`The number may only rise: ${line}`);
  if (fallen.length > 0) return 1;
  const raised = raiseFloor(scores, {
    ...floor,
    reasons: floor?.reasons ?? {},
    ...(http && { http }),
  });
  const page = markdownReport(scores, misses, raised);
  const pageFile = join(root, 'docs/conformance.md');
  if (isWriting) {
    writeFileSync(floorFile, `${JSON.stringify(raised, null, 2)}\n`);
    writeFileSync(pageFile, page);
    return 0;
  }
  // Other numbers are other recordings, or better ones: then the page is not this run's.
  const isSame = isDeepStrictEqual(raised, floor);
  if (!isSame || (existsSync(pageFile) && readFileSync(pageFile, 'utf8') === page)) return 0;
  io.err('docs/conformance.md does not say what was counted: renew it with --write');
  return 1;
}

function httpLines(http: HttpCounts | undefined): readonly string[] {
  return Object.entries(http ?? {}).map(
    ([name, { passed, cases }]: [string, HttpCounts[keyof HttpCounts]]) =>
      `over HTTP, ${name}: ${passed}/${cases}`,
  );
}

function readOptions(
  args: readonly string[],
): { require: boolean; http: boolean; write: boolean } | undefined {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ args: [...args], options: { require: flag, http: flag, write: flag } })
      .values;
  } catch {
    return undefined;
  }
}

function readFloor(file: string): Floor | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Floor) : undefined;
}
