import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from '@jest/globals';
import { listSources, readText } from './repository.ts';

/** Relative imports that exist at run time; a type import is erased and cannot make a cycle. */
function importsOf(path: string): readonly string[] {
  const pattern = /^(?:import|export)(?!\s+type\b)[^'"]*?from '(\.[^']+)'/gm;
  return [...readText(path).matchAll(pattern)].map(([, target]) =>
    join(dirname(path), target ?? ''),
  );
}

/** The first cycle that a depth-first walk from `start` meets, as a path; empty without one. */
function findCycle(
  start: string,
  graph: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): readonly string[] {
  const walk = (node: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const cycle = walk(next, [...trail, node]);
      if (cycle.length > 0) return cycle;
    }
    done.add(node);
    return [];
  };
  return walk(start, []);
}

describe('imports', () => {
  it('make no cycle of files', () => {
    const graph = new Map(listSources().map((path) => [path, importsOf(path)]));
    const done = new Set<string>();

    const cycles = [...graph.keys()].map((path) => findCycle(path, graph, done));

    expect(cycles.filter((cycle) => cycle.length > 0)).toEqual([]);
  });

  it('are found by the pattern in all the forms that the code uses', () => {
    const graph = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['b.ts']],
    ]);

    expect(findCycle('a.ts', graph, new Set())).toEqual(['b.ts', 'c.ts', 'b.ts']);
    expect(importsOf('tools/checks/src/sizes.test.ts')).toEqual([
      'tools/checks/src/functions.ts',
      'tools/checks/src/repository.ts',
    ]);
  });
});
