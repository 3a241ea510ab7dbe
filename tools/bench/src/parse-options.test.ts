import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './parse-options.ts';

describe('the options of the bench', () => {
  it('mean everything but the million when there are none', () => {
    expect(parseOptions([])).toEqual({
      parts: ['asl', 's3', 'tasks', 'chunked', 'refresh', 'graph', 'start-up', 'http'],
      visits: [20_000, 100_000],
      chunkedVisits: [100_000],
      workers: 5,
      awards: 219_500,
      python: 'python3',
      peerTimeoutSeconds: 300,
      csvLines: 1_000_000,
      httpPeers: [],
    });
  });

  it('choose parts and sizes', () => {
    const args = ['--only', 'chunked', '--chunked-visits', '100000', '--chunked-visits', '1000000'];

    expect(parseOptions([...args, '--workers', '4', '--peer-timeout', '0'])).toMatchObject({
      parts: ['chunked'],
      chunkedVisits: [100_000, 1_000_000],
      workers: 4,
      peerTimeoutSeconds: 0,
    });
  });

  it('choose the size of the refresh and the Python of its peer', () => {
    expect(parseOptions(['--awards', '5000', '--python', 'venv/python'])).toMatchObject({
      awards: 5_000,
      python: 'venv/python',
    });
  });

  it.each([
    [
      ['--only', 'sbir'],
      '--only "sbir" is none of asl, s3, tasks, chunked, refresh, graph, start-up',
    ],
    [['--visits', '1e6'], '--visits "1e6" is not a whole number'],
    [['--size', '1'], "Unknown option '--size'"],
  ])('are refused as %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  it('name the servers that the API is compared with, on this machine alone', () => {
    expect(parseOptions(['--http-peer', 'moto=http://127.0.0.1:5000'])).toMatchObject({
      httpPeers: [{ name: 'moto', url: 'http://127.0.0.1:5000' }],
    });
    expect(() => parseOptions(['--http-peer', 'aws=https://states.example'])).toThrow(
      '--http-peer "aws=https://states.example" is not NAME=http://127.0.0.1:PORT',
    );
  });
});
