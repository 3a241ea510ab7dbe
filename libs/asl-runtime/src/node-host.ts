import type { Host } from '@pipelines/asl';
import { createHash, randomUUID } from 'node:crypto';

/**
 * Chance, identity and hashing from Node.
 *
 * @param replacements - members to take instead, for a replay or a test that needs fixed values
 */
export function createNodeHost(replacements: Partial<Host> = {}): Host {
  return {
    random: () => Math.random(),
    uuid: () => randomUUID(),
    // Node spells the algorithms without the hyphen.
    hash: (algorithm, text) =>
      createHash(algorithm.replace('-', '').toLowerCase()).update(text, 'utf8').digest('hex'),
    ...replacements,
  };
}
