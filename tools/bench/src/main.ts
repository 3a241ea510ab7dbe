import { cpus, loadavg } from 'node:os';
import { benchChunked, type ChunkedFigures } from './chunked.ts';
import { benchConflictReport } from './conflict-report.ts';
import { benchGraph } from './graph.ts';
import { benchHttp } from './http/bench-http.ts';
import { parseOptions } from './parse-options.ts';
import { benchRefresh } from './refresh.ts';
import { round } from './round.ts';
import { benchStartUp } from './start-up.ts';

const options = parseOptions(process.argv.slice(2));
const print = (figures: object): void => console.log(JSON.stringify(figures));

print({
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? '',
  load: round(loadavg()[0] ?? 0),
});
// Prints its own line: transitions a second of the interpreter with its history.
if (options.parts.includes('asl')) await import('../../../libs/asl-runtime/bench/loop.bench.ts');
// Its own line, too: MB/s, objects/s and memory of the S3 endpoint.
if (options.parts.includes('s3')) await import('../../../libs/local-cloud/bench/s3.bench.ts');
if (options.parts.includes('tasks')) {
  for (const visits of options.visits) print(await benchConflictReport(visits, options));
}
if (options.parts.includes('chunked')) {
  let smallest: ChunkedFigures | undefined;
  for (const visits of options.chunkedVisits) {
    const figures = await benchChunked(visits, options.workers);
    smallest ??= figures;
    const rateRatio = round(figures.mapRowsPerSecond / smallest.mapRowsPerSecond);
    // 1 and more: cost grows no faster than the number of visits. Other work on the machine lowers the
    // rate on the wall, and leaves the rate by CPU seconds as it is.
    const cpuRateRatio =
      figures.cpuSecondsPerMillionRows === null || smallest.cpuSecondsPerMillionRows === null
        ? null
        : round(smallest.cpuSecondsPerMillionRows / figures.cpuSecondsPerMillionRows);
    print({ ...figures, comparedWithVisits: smallest.visits, rateRatio, cpuRateRatio });
  }
}
if (options.parts.includes('refresh')) print(await benchRefresh(options));
if (options.parts.includes('graph')) {
  const figures = await benchGraph(options);
  if (figures) print(figures);
}
if (options.parts.includes('start-up')) {
  for (const figures of await benchStartUp()) print(figures);
}
if (options.parts.includes('http')) {
  print(await benchHttp({ csvLines: options.csvLines, peers: options.httpPeers }));
}
