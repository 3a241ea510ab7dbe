import { describe, expect, it } from '@jest/globals';
import { createTestPorts, handlerWith } from '../../test/fake-ports.ts';

const mocked = (event: object) =>
  handlerWith(createTestPorts().ports)({ ...event, use_mock: true });

describe('TASK_02 in chunks, mocked', () => {
  it.each(['task_02_prepare', 'get_task02_chunks'])('plans two chunks for %s', async (action) => {
    expect(await mocked({ action })).toMatchObject({
      statusCode: 200,
      body: {
        run_id: 1,
        marked_rows: 15_234,
        num_chunks: 2,
        date_chunks: [{ chunk_id: 1 }, { chunk_id: 2 }],
      },
    });
  });

  it.each(['task_02_chunk', 'process_task02_chunk'])(
    'does half of the work in %s',
    async (action) => {
      const dates = { start_date: '2025-01-16', end_date: '2025-01-31' };

      expect(await mocked({ action, run_id: 1, chunk_id: 2, ...dates })).toMatchObject({
        statusCode: 200,
        body: { task: 'TASK_02_CHUNK', chunk_id: 2, ...dates, updated_rows: 4_216 },
      });
    },
  );

  it('verifies what TASK_02 in one piece counts', async () => {
    expect(await mocked({ action: 'task_02_verify', run_id: 1 })).toMatchObject({
      statusCode: 200,
      body: { chunks_total: 2, chunks_done: 2, updated_rows: 8_432, rows_left_marked: 6_802 },
    });
  });
});
