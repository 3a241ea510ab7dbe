import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import { askOnTerminal } from './ask-on-terminal.ts';

function terminal(isTTY: boolean) {
  const stop = new AbortController();
  const input = Object.assign(new PassThrough(), { isTTY });
  return { stop, input, output: new PassThrough(), signal: stop.signal };
}

describe('askOnTerminal', () => {
  it('gives the line that was typed', async () => {
    const streams = terminal(true);

    const answer = askOnTerminal('Continue? ', streams);
    streams.input.write('y\n');

    expect(await answer).toBe('y');
    expect(String(streams.output.read())).toContain('Continue? ');
  });

  it('asks nobody without a terminal', async () => {
    const streams = terminal(false);

    expect(await askOnTerminal('Continue? ', streams)).toBeUndefined();
    expect(streams.output.read()).toBeNull();
  });

  it('ends with the signal', async () => {
    const streams = terminal(true);
    const stopped = new StopRequestedError('SIGINT');

    const answer = askOnTerminal('Continue? ', streams);
    streams.stop.abort(stopped);

    await expect(answer).rejects.toBe(stopped);
  });
});
