import { InvalidMetadataError, InvalidPathError } from './errors.ts';

/** S3's limit for a key, in bytes of UTF-8, and for all user metadata of an object. */
const LONGEST_KEY_BYTES = 1_024;
const MOST_METADATA_BYTES = 2_048;

/**
 * Check a key before any store is asked for it.
 *
 * Refused: empty, over 1024 bytes, a leading slash, a backslash, control characters, lone
 * surrogates, and the segments empty, `.` and `..`: as a path of a folder they would leave it.
 *
 * @throws {InvalidPathError} that quotes at most 80 characters of the key
 */
export function assertKey(key: string): void {
  const segments = key.split('/');
  const complaint =
    key === ''
      ? 'is empty'
      : Buffer.byteLength(key) > LONGEST_KEY_BYTES
        ? `is longer than ${LONGEST_KEY_BYTES} bytes`
        : // eslint-disable-next-line no-control-regex -- these are what is refused
          /[\u0000-\u001f\u007f\\]/.test(key) || !key.isWellFormed()
          ? 'has a control character, a backslash or half a character'
          : segments.some((segment) => segment === '' || segment === '.' || segment === '..')
            ? 'has an empty segment, "." or ".."'
            : undefined;
  if (complaint) throw new InvalidPathError(`Key ${quote(key)} ${complaint}`);
}

/**
 * Check the prefix of a listing: any beginning of a valid key, the empty one included.
 *
 * @throws {InvalidPathError}
 */
export function assertPrefix(prefix: string): void {
  if (prefix !== '') assertKey(`${prefix}x`);
}

/**
 * Check user metadata: every driver takes what S3 hands back unchanged, and nothing else.
 *
 * @throws {InvalidMetadataError} that names the entry, without its value
 */
export function assertMetadata(metadata: Readonly<Record<string, string>>): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(metadata)) {
    bytes += name.length + value.length;
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)) {
      throw new InvalidMetadataError(
        `Metadata name ${quote(name)} must be lower-case letters, digits, "-", "_"`,
      );
    }
    if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)) {
      throw new InvalidMetadataError(`Metadata "${name}" must be printable ASCII, not blank-ended`);
    }
  }
  if (bytes > MOST_METADATA_BYTES) {
    throw new InvalidMetadataError(`Metadata is longer than ${MOST_METADATA_BYTES} bytes`);
  }
}

/** Order of S3 listings: by the bytes of UTF-8, which is not the order of UTF-16 units. */
export function compareKeys(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** A text of unknown origin for a message: at most 80 characters, escaped. */
function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
