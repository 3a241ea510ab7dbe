import { describe, expect, it } from '@jest/globals';
import { readZipEntry } from './read-zip-entry.ts';

/** `a.txt` stored and `index.js` deflated, as Python's zipfile writes them. */
const ZIP = Buffer.from(
  'UEsDBBQAAAAAAAAAIQCsKpPYAgAAAAIAAAAFAAAAYS50eHRoaVBLAwQUAAAACAAAACEA8HEaxAYAAAAoAAAACAAAAGluZGV4Lmpzq6ggDgAAUEsBAhQDFAAAAAAAAAAhAKwqk9gCAAAAAgAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsBAhQDFAAAAAgAAAAhAPBxGsQGAAAAKAAAAAgAAAAAAAAAAAAAAIABJQAAAGluZGV4LmpzUEsFBgAAAAACAAIAaQAAAFEAAAAAAA==',
  'base64',
);

describe('readZipEntry', () => {
  it('reads a stored and a deflated entry', () => {
    expect(readZipEntry(ZIP, 'a.txt').toString()).toBe('hi');
    expect(readZipEntry(ZIP, 'index.js').toString()).toBe('x'.repeat(40));
  });

  it('refuses a name that is not there, and bytes that are no zip', () => {
    expect(() => readZipEntry(ZIP, 'b.txt')).toThrow('The zip has no b.txt');
    expect(() => readZipEntry(Buffer.from('x'), 'a.txt')).toThrow('This is no zip of ours');
  });
});
