import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@pipelines/core';
import { describeWithNeo4j } from '@pipelines/testing';
import {
  createBatchSize,
  defineGraphProfile,
  nodeStage,
  runStages,
  type Graph,
  type NodeRow,
  type PropertyValues,
  type StagesResult,
} from '../src/index.ts';
import { removeNodes } from './library-graph.ts';
import { useGraph } from './use-graph.ts';

const properties = {
  text: 'string',
  whole: 'integer',
  share: 'float',
  day: 'date',
  isOpen: 'boolean',
  tags: 'strings',
} as const;
const bookkeeping = { rowHash: 'row_hash', firstSeen: 'first_seen', removedIn: 'removed_in' };
const profile = defineGraphProfile({
  name: 'values',
  nodes: [
    { label: 'Plain', key: 'id', properties },
    { label: 'Kept', key: 'id', properties, bookkeeping },
  ],
  relationships: [],
});

describeWithNeo4j('values of a node kind', () => {
  let graph: Graph;
  useGraph(profile, (opened) => {
    graph = opened;
  });

  describe.each(['Plain', 'Kept'])('%s', (label) => {
    const load = (
      rows: readonly NodeRow[],
      readValues?: (some: readonly NodeRow[]) => Promise<readonly PropertyValues[]>,
    ): Promise<StagesResult> => {
      const how = { batchSize: createBatchSize(100), clock: systemClock, vintage: '2026-11-23' };
      return runStages({
        stages: [
          nodeStage(
            { graph, profile, ...how },
            { name: 'all', label, rows: () => rows, readValues },
          ),
        ],
        ...{ clock: systemClock, deadlineMs: Infinity, windowItems: 2 },
      });
    };
    const stored = async (): Promise<unknown[]> => {
      const found: unknown[] = [];
      const query = `MATCH (n:${label}) RETURN n {.*, first_seen: null, row_hash: null,
      day: toString(n.day)} AS node ORDER BY n.id`;
      for await (const { node } of graph.read(query)) found.push(node);
      return found;
    };
    const none = { first_seen: null, row_hash: null, day: null };

    it('are in the graph to the last bit', async () => {
      const values = [
        { text: 'a\u001fb"\n🚀', whole: 9_007_199_254_740_993n, share: 0.1, isOpen: false },
        { text: '', whole: -5, share: 5e-324, day: '0999-12-31', tags: ['', '\u001f'] },
        { text: '\\', whole: 0, share: 1.797_693_134_862_315_7e308, day: '2024-02-29', tags: [] },
        { share: -0, isOpen: true },
        {},
      ];

      await load(values.map((one, index) => ({ key: `k${index}`, values: one, rowHash: 'h' })));

      expect(await stored()).toEqual([
        { ...none, id: 'k0', ...values[0] },
        { ...none, id: 'k1', ...values[1], whole: -5n },
        { ...none, id: 'k2', ...values[2], whole: 0n },
        { ...none, id: 'k3', share: 0, isOpen: true },
        { ...none, id: 'k4' },
      ]);
    });

    it('are the same by CREATE, by comparison and by change', async () => {
      const row = (change: PropertyValues): NodeRow => ({
        key: 'k',
        values: { text: 'x', whole: 1, share: 2, day: '2020-01-01', ...change },
        rowHash: JSON.stringify(change),
      });
      await load([row({})]);
      await load([row({ whole: 7, share: undefined, tags: ['t'] })]);
      const changed = await stored();
      await removeNodes(graph);
      await load([row({ whole: 7, share: undefined, tags: ['t'] })]);

      expect(changed).toEqual(await stored());
      expect(await load([row({ whole: 7, share: undefined, tags: ['t'] })])).toMatchObject({
        counts: { all: { created: 0, updated: 0, unchanged: 1 } },
      });
    });

    it('are refused before any of their batch is written', async () => {
      const rows = [{ text: 'x' }, { text: 5 }].map((values, index) => {
        return { key: `k${index}`, values, rowHash: 'h' };
      });

      await expect(load(rows)).rejects.toMatchObject({ name: 'GraphValueError' });
      expect(await stored()).toEqual([]);
      await expect(load([{ key: 'k', rowHash: 'h' }])).rejects.toThrow('without its values');
    });

    it('are read only for what the graph does not have yet, where a hash tells', async () => {
      const asked: string[] = [];
      const rows = ['a', 'b', 'c'].map((key) => ({ key, rowHash: 'old' }));
      const read = async (some: readonly NodeRow[]): Promise<readonly PropertyValues[]> => {
        asked.push(...some.map(({ key }) => key));
        return some.map(({ key, rowHash }) => ({ text: `${rowHash} ${key}` }));
      };
      await load(rows, read);
      const first = asked.splice(0);

      await load(
        [...rows.slice(0, 2), { key: 'c', rowHash: 'new' }, { key: 'd', rowHash: 'n' }],
        read,
      );

      expect(first).toEqual(['a', 'b', 'c']);
      // Without a hash the properties are compared, and those of a new one come with its reading.
      const expected = { Kept: ['c', 'd'], Plain: ['a', 'b', 'c', 'd'] }[label];
      expect([...new Set(asked)].sort()).toEqual(expected);
      expect(await stored()).toMatchObject([
        { text: 'old a' },
        { text: 'old b' },
        { text: 'new c' },
        { text: 'n d' },
      ]);
    });
  });
});
