import { parseArgs } from 'node:util';
import type { HttpPeer } from './http/bench-http.ts';

/** Parts that run separately: see README.md. */
const parts = ['asl', 's3', 'tasks', 'chunked', 'refresh', 'graph', 'start-up', 'http'] as const;
type Part = (typeof parts)[number];

/** What to measure. */
export interface BenchOptions {
  readonly parts: readonly Part[];
  /** Sizes of `tasks`. */
  readonly visits: readonly number[];
  /** Sizes of `chunked`, the smallest first: later ones are compared with it. */
  readonly chunkedVisits: readonly number[];
  readonly workers: number;
  /** Size of `refresh` and `graph`. */
  readonly awards: number;
  /** Program that runs the peers of `refresh` and `graph`. */
  readonly python: string;
  /** 0: no peer. */
  readonly peerTimeoutSeconds: number;
  /** Lines of the CSV file of `http`. */
  readonly csvLines: number;
  /** Servers of the same API that `http` measures as well. */
  readonly httpPeers: readonly HttpPeer[];
}

/**
 * Read the command line of the bench.
 *
 * `--only PART` and both sizes may be repeated. Without options: everything but the million.
 *
 * @throws {TypeError} for an unknown option; {RangeError} for a part or number that cannot be
 */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [...parts] },
      visits: { type: 'string', multiple: true, default: ['20000', '100000'] },
      'chunked-visits': { type: 'string', multiple: true, default: ['100000'] },
      workers: { type: 'string', default: '5' },
      awards: { type: 'string', default: '219500' },
      python: { type: 'string', default: 'python3' },
      'peer-timeout': { type: 'string', default: '300' },
      'csv-lines': { type: 'string', default: '1000000' },
      'http-peer': { type: 'string', multiple: true, default: [] },
    },
  });
  return {
    parts: values.only.map(parsePart),
    visits: values.visits.map((text) => parseWhole('--visits', text)),
    chunkedVisits: values['chunked-visits'].map((text) => parseWhole('--chunked-visits', text)),
    workers: parseWhole('--workers', values.workers),
    awards: parseWhole('--awards', values.awards),
    python: values.python,
    peerTimeoutSeconds: parseWhole('--peer-timeout', values['peer-timeout']),
    csvLines: parseWhole('--csv-lines', values['csv-lines']),
    httpPeers: values['http-peer'].map(parsePeer),
  };
}

function parsePart(text: string): Part {
  const part = parts.find((known) => known === text);
  if (part) return part;
  throw new RangeError(`--only "${text}" is none of ${parts.join(', ')}`);
}

function parsePeer(text: string): HttpPeer {
  const [, name, url] =
    /^([^=]+)=(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?)$/.exec(text) ?? [];
  if (name !== undefined && url !== undefined) return { name, url };
  throw new RangeError(`--http-peer "${text}" is not NAME=http://127.0.0.1:PORT`);
}

function parseWhole(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new RangeError(`${name} "${text}" is not a whole number`);
}
