import { parseDefinition } from '@pipelines/asl';
import { systemClock, type Json } from '@pipelines/core';
import { createEngine, type ObjectStore } from '../src/index.ts';

/** A distributed Map over a CSV of so many lines, results written: `map-run.bench.ts 1000000`. */
const LINES = Number(process.argv[2] ?? 100_000);
const LINES_PER_PIECE = 1_000;

const objects: ObjectStore = {
  async *read() {
    const encoder = new TextEncoder();
    yield encoder.encode('id,name\n');
    for (let first = 0; first < LINES; first += LINES_PER_PIECE) {
      const count = Math.min(LINES_PER_PIECE, LINES - first);
      const lines = Array.from({ length: count }, (_, i) => `${first + i},name ${first + i}\n`);
      yield encoder.encode(lines.join(''));
    }
  },
  async *list() {
    // Nothing is listed.
  },
  write: () => Promise.resolve(),
};

const MAP: Json = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Parameters: { Bucket: 'b', Key: 'lines.csv' },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'b', Prefix: 'results' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Keep',
        States: { Keep: { Type: 'Pass', End: true } },
      },
      End: true,
    },
  },
};

const engine = createEngine({ clock: systemClock, runTask: () => Promise.resolve(null), objects });
const startMs = performance.now();
const execution = engine.start({
  machine: {
    arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:each',
    name: 'each',
    definition: parseDefinition(MAP, { type: 'STANDARD' }),
    roleArn: 'arn:aws:iam::000000000000:role/each',
    type: 'STANDARD',
  },
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:each:bench',
  name: 'bench',
  inputText: '{}',
});
const { status } = await execution.done;
const seconds = (performance.now() - startMs) / 1000;
console.log(
  JSON.stringify({
    bench: 'asl-map-run',
    status,
    items: execution.mapRuns()[0]?.facts().itemCounts.succeeded,
    seconds: Number(seconds.toFixed(1)),
    itemsPerSecond: Math.round(LINES / seconds),
    mostMemoryMib: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
