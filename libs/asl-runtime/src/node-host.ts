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
    // Node takes the names of Step Functions, `SHA-256` and so on, as they are.
    hash: (algorithm, text) => createHash(algorithm).update(text, 'utf8').digest('hex'),
    ...replacements,
  };
}
