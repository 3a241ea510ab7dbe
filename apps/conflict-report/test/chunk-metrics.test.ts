import { describe, expect, it } from '@jest/globals';
import { createTestPorts, handlerWith } from './fake-ports.ts';
import { type ChunkedDatabase, useChunkedDatabases } from './chunked-database.ts';

const createDatabase = useChunkedDatabases();

type Metric = Readonly<Record<string, unknown>>;

const COMMON_PARTS = ['_aws', 'Environment'];

/** Metrics in the log, by name, without the parts that every one has. */
function metricsOf(lines: readonly string[]): readonly Metric[] {
  return lines
    .map((line) => JSON.parse(line) as Metric)
    .filter((line) => '_aws' in line)
    .map((line) => Object.entries(line).filter(([name]) => !COMMON_PARTS.includes(name)))
    .map((parts) => Object.fromEntries(parts));
}

/** Do all chunks but those of `left`, and close the run. */
async function runAllBut(database: ChunkedDatabase, left: readonly number[]): Promise<void> {
  const plan = await database.prepare();
  for (const chunk of plan.date_chunks) {
    if (!left.includes(chunk.chunk_id)) await database.runChunk(plan, chunk);
  }
  await database.invoke({ action: 'task_02_verify', run_id: plan.run_id }).catch(() => undefined);
}

describe('the metrics of TASK_02 in chunks', () => {
  it('tell of each chunk that it is done, how long it took and how many rows it updated', async () => {
    const database = await createDatabase();

    await runAllBut(database, []);

    const metrics = metricsOf(database.lines);
    const sum = (name: string): number =>
      metrics.reduce((total, metric) => total + Number(metric[name] ?? 0), 0);
    const chunks = metrics.filter((metric) => 'ChunkDuration' in metric).length;
    expect(sum('ChunksDone')).toBe(chunks);
    expect(chunks).toBeGreaterThan(5);
    expect(sum('ChunkRows')).toBe(49);
    expect(metrics.at(-1)).toEqual({ ChunksFailed: 0 });
  });

  it('count the chunks that no attempt has done', async () => {
    const database = await createDatabase();

    await runAllBut(database, [2, 5]);

    expect(metricsOf(database.lines).at(-1)).toEqual({ ChunksFailed: 2 });
  });

  it('have the namespace and the dimension of the other tasks', async () => {
    const database = await createDatabase();

    await runAllBut(database, []);

    const line = database.lines.find((text) => text.includes('"ChunkDuration"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      Environment: 'dev',
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'ETL/Pipeline',
            Dimensions: [['Environment']],
            Metrics: [{ Name: 'ChunkDuration', Unit: 'Seconds' }],
          },
        ],
      },
    });
  });

  it('are not moved by a mocked run', async () => {
    const { ports, lines } = createTestPorts();
    const invoke = handlerWith(ports);

    await invoke({ action: 'task_02_chunk', run_id: 1, chunk_id: 1, use_mock: true });
    await invoke({ action: 'task_02_verify', run_id: 1, use_mock: true });

    expect(metricsOf(lines)).toEqual([]);
  });
});
