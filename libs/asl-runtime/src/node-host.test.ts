import { describe, expect, it } from '@jest/globals';
import { createNodeHost } from './node-host.ts';

describe('createNodeHost', () => {
  it('hashes text as UTF-8 under the names of Step Functions', () => {
    const host = createNodeHost();

    expect(host.hash('MD5', 'é')).toBe('66ddcd97cfdeabb2f6fb8a999b4bc76f');
    expect(host.hash('SHA-1', '')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
    expect(host.hash('SHA-256', '')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('makes version 4 UUIDs and numbers in [0, 1)', () => {
    const host = createNodeHost();

    const number = host.random();

    expect(host.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(number >= 0 && number < 1).toBe(true);
  });

  it('takes replacements for single members', () => {
    const host = createNodeHost({ uuid: () => 'fixed' });

    expect([host.uuid(), typeof host.random()]).toEqual(['fixed', 'number']);
  });
});
