import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchConflictReport } from './conflict-report.ts';

const { values } = parseArgs({ options: { visits: { type: 'string', multiple: true } } });
const sizes = (values.visits ?? ['20000', '100000']).map(Number);

console.log(
  JSON.stringify({ node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? '' }),
);
// Prints its own line: transitions a second of the interpreter with its history.
await import('../../../libs/asl-runtime/bench/loop.bench.ts');
for (const visits of sizes) console.log(JSON.stringify(await benchConflictReport(visits)));
