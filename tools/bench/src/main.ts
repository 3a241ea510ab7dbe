import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchConflictReport } from './conflict-report.ts';

const { values } = parseArgs({
  options: {
    visits: { type: 'string', multiple: true },
    // A scenario by its name: loop, s3, conflict-report.
    only: { type: 'string', multiple: true },
  },
});
const isWanted = (name: string): boolean => values.only?.includes(name) ?? true;
const sizes = (values.visits ?? ['20000', '100000']).map(Number);

console.log(
  JSON.stringify({ node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? '' }),
);
// Prints its own line: transitions a second of the interpreter with its history.
if (isWanted('loop')) await import('../../../libs/asl-runtime/bench/loop.bench.ts');
// Its own line, too: MB/s, objects/s and memory of the S3 endpoint.
if (isWanted('s3')) await import('../../../libs/local-cloud/bench/s3.bench.ts');
for (const visits of isWanted('conflict-report') ? sizes : []) {
  console.log(JSON.stringify(await benchConflictReport(visits)));
}
