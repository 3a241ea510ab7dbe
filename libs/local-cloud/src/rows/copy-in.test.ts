import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import type { Client } from '../connect-client.ts';
import { finishCopy } from './copy-in.ts';

/** A connection that answers whatever is asked, as the server does after a COPY that failed. */
const answering = {
  unsafe: () => Promise.resolve([]),
} as unknown as Pick<Client, 'unsafe'>;

describe('finishCopy', () => {
  it('resolves when the COPY has finished by the time of the next answer', async () => {
    const stream = new Writable({ final: (callback) => callback() });

    await expect(finishCopy(stream, answering)).resolves.toBeUndefined();
  });

  it('does not wait for a COPY whose end the driver never reports', async () => {
    const stream = new Writable({ final: () => undefined });

    await expect(finishCopy(stream, answering)).rejects.toThrow('refused');
  });

  it('rejects when the next query is refused', async () => {
    const stream = new Writable({ final: () => undefined });
    const refusal = new Error('CONNECTION_CLOSED');
    const closed = {
      unsafe: () => Promise.reject(refusal),
    } as unknown as Pick<Client, 'unsafe'>;

    await expect(finishCopy(stream, closed)).rejects.toMatchObject({ refusal });
  });
});
