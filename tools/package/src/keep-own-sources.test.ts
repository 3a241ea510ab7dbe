import { SourceMap as Consumer } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { transformSync } from 'esbuild';
import { keepOwnSources, type SourceMap } from './keep-own-sources.ts';

/** Line 0: own at columns 0 and 9, library at 20 and 30, own at 40. Line 1: library. Line 2: own. */
const map: SourceMap = {
  version: 3,
  sources: ['lib.js', 'own.ts', 'own-too.ts'],
  names: ['unused', 'used'],
  mappings: 'ACAA,SAEEC,WDAA,UACA,UCCAA;ADDA;AEAA',
};

/** Where Node's own reader of source maps says a place comes from. */
function originOf(read: SourceMap, line: number, column: number): string {
  const { sources, names, mappings, version } = read;
  const payload = { version, sources: [...sources], names: [...names], mappings };
  const consumer = new Consumer({ ...payload, file: '', sourcesContent: [], sourceRoot: '' });
  const entry = consumer.findEntry(line, column);
  return 'originalSource' in entry && entry.originalSource
    ? `${entry.originalSource}:${entry.originalLine}:${entry.originalColumn}`
    : 'unknown';
}

describe('keepOwnSources', () => {
  it('keeps what points into our files, and says where they end', () => {
    const kept = keepOwnSources(map, (source) => source.startsWith('own'));

    expect(originOf(kept, 0, 0)).toBe('own.ts:0:0');
    expect(originOf(kept, 0, 9)).toBe('own.ts:2:2');
    expect(originOf(kept, 0, 19)).toBe('own.ts:2:2');
    expect(originOf(kept, 0, 20)).toBe('unknown');
    expect(originOf(kept, 0, 39)).toBe('unknown');
    expect(originOf(kept, 0, 40)).toBe('own.ts:4:2');
    expect(originOf(kept, 2, 0)).toBe('own-too.ts:3:2');
  });

  it('drops names and sources that nothing uses any more', () => {
    const kept = keepOwnSources(map, (source) => source.startsWith('own'));

    expect([kept.sources, kept.names]).toEqual([['own.ts', 'own-too.ts'], ['used']]);
  });

  it('leaves a map without libraries as it was', () => {
    const { map: text } = transformSync('export const double = (n) => {\n  return 2 * n;\n};', {
      sourcemap: 'external',
      sourcefile: 'double.js',
      minify: true,
      sourcesContent: false,
    });
    const whole = JSON.parse(text) as SourceMap;

    expect(keepOwnSources(whole, () => true)).toEqual({
      version: 3,
      sources: ['double.js'],
      names: whole.names,
      mappings: whole.mappings,
    });
  });
});
