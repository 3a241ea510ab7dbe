/** What a list asks for. */
export interface PageRequest<Entry> {
  /** Entries with a key of at least `fromKey`, in order of keys. */
  readonly seek: (fromKey: string) => Iterable<Entry>;
  readonly prefix: string;
  /** Keys that hold it after the prefix are rolled up; undefined or empty for none. */
  readonly delimiter: string | undefined;
  /** The first key that may come; undefined for the beginning. */
  readonly fromKey: string | undefined;
  /** Entries and rolled-up prefixes together. */
  readonly limit: number;
}

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly commonPrefixes: readonly string[];
  /** Last entry or prefix of the page, when there is more. */
  readonly nextMarker: string | undefined;
}

/**
 * One page of a list, as all the lists of S3 are made.
 *
 * A rolled-up prefix costs one look-up however many keys it stands for: the next is looked up
 * behind it.
 */
export function collectPage<Entry extends { readonly key: string }>(
  request: PageRequest<Entry>,
): Page<Entry> {
  const { seek, prefix, delimiter, limit } = request;
  const entries: Entry[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  let isFull = false;

  /** Collect up to the next common prefix; returns the key to go on from behind it. */
  const collectFrom = (fromKey: string): string | undefined => {
    for (const entry of seek(fromKey)) {
      if (!entry.key.startsWith(prefix)) return undefined;
      if (entries.length + commonPrefixes.length >= limit) {
        isFull = true;
        return undefined;
      }
      const rolledUp = commonPrefixOf(entry.key, prefix, delimiter);
      if (rolledUp !== undefined) {
        commonPrefixes.push(rolledUp);
        last = rolledUp;
        return keyAfterPrefix(rolledUp);
      }
      entries.push(entry);
      last = entry.key;
    }
    return undefined;
  };

  // In the order of the keys, which is not that of JavaScript's strings.
  const isBehindPrefix =
    Buffer.compare(Buffer.from(request.fromKey ?? ''), Buffer.from(prefix)) > 0;
  let from: string | undefined = isBehindPrefix ? request.fromKey : prefix;
  while (from !== undefined && limit > 0) from = collectFrom(from);
  return { entries, commonPrefixes, nextMarker: isFull ? last : undefined };
}

/**
 * The first key behind a marker: behind the marker itself or, when it is a rolled-up prefix,
 * behind all the keys that it stands for.
 */
export function keyAfterMarker(
  marker: string,
  prefix: string,
  delimiter: string | undefined,
): string | undefined {
  const isRolledUp = commonPrefixOf(marker, prefix, delimiter) === marker;
  return isRolledUp ? keyAfterPrefix(marker) : `${marker}\0`;
}

function commonPrefixOf(
  key: string,
  prefix: string,
  delimiter: string | undefined,
): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

const HIGHEST_CODE_POINT = 0x10ffff;
const SURROGATES = { first: 0xd800, after: 0xe000 };

/** The least text above all that start with `prefix`, in order of UTF-8; undefined when there is none. */
function keyAfterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (;;) {
    const point = points.pop();
    if (point === undefined) return undefined;
    if (point === HIGHEST_CODE_POINT) continue;
    const next = point + 1 === SURROGATES.first ? SURROGATES.after : point + 1;
    return String.fromCodePoint(...points, next);
  }
}
