import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { functions, type FunctionSpec } from '@pipelines/workflows';

const dist = join(import.meta.dirname, '../../../dist/apps');

/** Bytes: a zip with the Neo4j driver inside may be larger. */
const limitOf = ({ environment }: FunctionSpec): number =>
  environment.includes('NEO4J_URI') ? 700_000 : 450_000;

describe('the zips under dist/apps/', () => {
  it('are no larger than 450 kB, or 700 kB with the Neo4j driver', () => {
    const zips = functions
      .map((spec) => ({ zip: join(dist, spec.app, `${spec.name}.zip`), limit: limitOf(spec) }))
      .filter(({ zip }) => existsSync(zip));
    if (zips.length === 0) console.warn('SKIPPED the sizes of the zips: none; run npm run build');

    expect(zips.filter(({ zip, limit }) => statSync(zip).size > limit)).toEqual([]);
  });
});
