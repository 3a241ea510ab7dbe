import { decodeVlq, encodeVlq } from './vlq.ts';

/** A source map of version 3, as esbuild writes it. */
export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** From a column of the generated line on, the code comes from there; without `origin`, from nowhere known. */
interface Segment {
  readonly column: number;
  readonly origin?: Origin;
}

interface Origin {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly name: string | undefined;
}

/**
 * Take the libraries out of a source map: they were nine tenths of it and nearly half of the zip,
 * and nobody follows a stack trace into an SDK by its original lines. Our own files keep theirs.
 *
 * @param isOwn - says of a path in `sources` whether its mappings stay
 * Source of the format: https://tc39.es/ecma426/
 */
export function keepOwnSources(map: SourceMap, isOwn: (source: string) => boolean): SourceMap {
  const lines = decodeLines(map).map((segments) => dropForeign(segments, isOwn));
  return encodeLines(lines);
}

/** The first foreign segment after one of ours stays, without an origin: it says where ours ends. */
function dropForeign(
  segments: readonly Segment[],
  isOwn: (source: string) => boolean,
): readonly Segment[] {
  const kept: Segment[] = [];
  for (const { column, origin } of segments) {
    if (origin && isOwn(origin.source)) kept.push({ column, origin });
    else if (kept.at(-1)?.origin) kept.push({ column });
  }
  return kept;
}

/** All numbers but the generated column go on counting over the lines. */
function decodeLines({ mappings, sources, names }: SourceMap): readonly Segment[][] {
  const at = { source: 0, line: 0, column: 0, name: 0 };
  return mappings.split(';').map((line) => {
    let generated = 0;
    return line
      .split(',')
      .filter((text) => text !== '')
      .map((text): Segment => {
        const [step = 0, source, lines = 0, columns = 0, name] = decodeVlq(text);
        generated += step;
        if (source === undefined) return { column: generated };
        at.source += source;
        at.line += lines;
        at.column += columns;
        at.name += name ?? 0;
        const origin = {
          source: sources[at.source] ?? '',
          line: at.line,
          column: at.column,
          name: name === undefined ? undefined : names[at.name],
        };
        return { column: generated, origin };
      });
  });
}

function encodeLines(lines: readonly (readonly Segment[])[]): SourceMap {
  const sources = createIndex();
  const names = createIndex();
  let last = [0, 0, 0, 0];
  const mappings = lines.map((segments) => {
    let generated = 0;
    return segments.map(({ column, origin }) => {
      const step = column - generated;
      generated = column;
      if (!origin) return encodeVlq([step]);
      const { name } = origin;
      const next = [
        sources.indexOf(origin.source),
        origin.line,
        origin.column,
        name === undefined ? (last[3] ?? 0) : names.indexOf(name),
      ];
      const steps = next.map((value, index) => value - (last[index] ?? 0));
      last = next;
      return encodeVlq([step, ...(name === undefined ? steps.slice(0, 3) : steps)]);
    });
  });
  return {
    version: 3,
    sources: sources.texts,
    names: names.texts,
    mappings: mappings.map((segments) => segments.join(',')).join(';'),
  };
}

interface TextIndex {
  /** Every text, in order of first use. */
  readonly texts: readonly string[];
  readonly indexOf: (text: string) => number;
}

function createIndex(): TextIndex {
  const positions = new Map<string, number>();
  const texts: string[] = [];
  return {
    texts,
    indexOf(text) {
      const known = positions.get(text);
      if (known !== undefined) return known;
      positions.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}
