import { describe, expect, it } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { startSupervised } from './supervised-server.ts';

describe('startSupervised', () => {
  it('gives the server nothing of the caller environment', async () => {
    process.env['CANARY_OF_ENV'] = 'secret';
    const server = await startSupervised('/bin/sh', ['-c', 'env >&2'], undefined);
    delete process.env['CANARY_OF_ENV'];

    const environment = await text(server.messages);

    expect(environment).toContain('LC_ALL=C\n');
    expect(environment).not.toContain('CANARY_OF_ENV');
    await server.ended;
  });

  it('ends when the server ends by itself', async () => {
    const server = await startSupervised('/bin/sh', ['-c', 'exit 3'], undefined);

    await expect(server.ended).resolves.toBeUndefined();
    server.requestStop();
  });

  it('interrupts the server when it is asked to stop', async () => {
    const program = `process.on('SIGINT', () => { console.error('bye'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.error('up');`;
    const server = await startSupervised(process.execPath, ['-e', program], undefined);
    const said: string[] = [];
    server.messages.setEncoding('utf8').on('data', (chunk: string) => {
      said.push(chunk.trim());
      if (chunk.includes('up')) server.requestStop();
    });

    await server.ended;

    expect(said).toEqual(['up', 'bye']);
  });
});
