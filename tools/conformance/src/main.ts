import { join } from 'node:path';
import { run } from './run.ts';

process.exitCode = await run(
  process.argv.slice(2),
  {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    env: process.env,
  },
  join(import.meta.dirname, '../../..'),
);
