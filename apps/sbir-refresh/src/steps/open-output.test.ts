import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { collectBytes, openOutput } from './open-output.ts';

describe('openOutput', () => {
  it('saves texts and bytes in the order of their writing, larger than a batch too', async () => {
    const output = openOutput(collectBytes);
    const long = '“é😀'.repeat(200_000);

    await output.write('a“');
    await output.write(Buffer.from('é\r\n'));
    await output.write(long);
    await output.write(Buffer.from(long));
    await output.write('end');

    expect(Buffer.from(await output.close()).toString() === `a“é\r\n${long}${long}end`).toBe(true);
  });

  it('keeps a copy of bytes that their owner uses again', async () => {
    const output = openOutput(collectBytes);
    const bytes = Buffer.from('one');

    await output.write(bytes);
    bytes.write('two');
    await output.write(bytes);

    expect(Buffer.from(await output.close()).toString()).toBe('onetwo');
  });

  it('passes batches on while it is written, compressed when asked', async () => {
    const seen: number[] = [];
    const output = openOutput(
      async (body) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of body) {
          seen.push(chunk.length);
          chunks.push(chunk);
        }
        return gunzipSync(Buffer.concat(chunks)).toString();
      },
      { gzip: true },
    );

    let batches = 0;
    for (let line = 0; line < 100_000; line++) {
      const full = output.write(`${line} ${line * 7}\n`);
      if (full) batches++;
      await full;
    }

    expect(batches).toBeGreaterThan(3);
    expect((await output.close()).endsWith('\n99999 699993\n')).toBe(true);
    expect(seen.length).toBeGreaterThan(1);
  });

  it('fails the write behind a saver that gave up', async () => {
    const output = openOutput(() => Promise.reject(new Error('no room')));

    await expect(async () => {
      for (;;) await output.write('x'.repeat(300_000));
    }).rejects.toThrow('no room');
  });
});
