import { setFlagsFromString } from 'node:v8';

/** Read by V8 each time it sizes a generation, so they may be set while it runs. */
const FLAGS = [
  // The young generation stays as large as the start has made it; by default it grows to 64 MB.
  '--semi-space-growth-factor=1',
  // The old one is collected when it has doubled; by default, when it is four times as large.
  '--heap-growing-percent=100',
];

/**
 * Make this process give memory back sooner, for a tenth of its speed at most.
 *
 * A server lives for days on a laptop, and what it holds at any time is small: a distributed Map
 * over a million lines keeps 30 MB alive, and took 390 MiB with V8's defaults. Measured with
 * `npm run bench -- --only http`; see docs/benchmarks.md.
 */
export function keepHeapSmall(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
