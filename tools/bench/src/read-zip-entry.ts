import { inflateRawSync } from 'node:zlib';

const END = 0x0605_4b50;
const END_LENGTH = 22;
const HEADER_LENGTH = 46;
const STORED = 0;

/**
 * The bytes of one entry of a zip that `tools/package` wrote: no comment, no encryption, below 4 GB.
 *
 * @throws {RangeError} when the bytes are no such zip, or have no entry of that name
 */
export function readZipEntry(zip: Buffer, name: string): Buffer {
  const end = zip.length - END_LENGTH;
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new RangeError('This is no zip of ours');
  let at = zip.readUInt32LE(end + 16);
  for (let entry = zip.readUInt16LE(end + 10); entry > 0; entry--) {
    const nameEnd = at + HEADER_LENGTH + zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + HEADER_LENGTH, nameEnd) === name) return contentAt(zip, at);
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new RangeError(`The zip has no ${name}`);
}

/** Content of the entry whose header in the directory is at `at`. */
function contentAt(zip: Buffer, at: number): Buffer {
  const local = zip.readUInt32LE(at + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
  return zip.readUInt16LE(at + 10) === STORED ? bytes : inflateRawSync(bytes);
}
