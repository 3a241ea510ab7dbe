import {
  connectGraph,
  type Graph,
  type GraphOptions,
  GraphUnavailableError,
} from '@pipelines/neo4j-load';
import { systemClock } from '@pipelines/core';
import type { GraphAward } from '../src/graph/graph-award.ts';
import type { LoadAwardsOptions, LoadAwardsResult } from '../src/graph/load-awards.ts';
import { loadInto } from './award-rows.ts';

/** What interrupts a call of a load. */
export type Interruption = 'time' | 'refused batch' | 'lost graph' | 'lost answer' | 'none';

/** What to load in pieces. */
interface InterruptedOptions extends Partial<Omit<LoadAwardsOptions, 'awards'>> {
  readonly rows: readonly GraphAward[];
  readonly random: () => number;
}

const MOST_CALLS = 20;
const KINDS = ['time', 'time', 'refused batch', 'lost graph', 'lost answer'] as const;

/**
 * Load by calls of which each is interrupted at a random moment, and go on from the last cursor that
 * was handed out, as the machine does; after so many calls the rest is loaded in one go.
 *
 * @returns what interrupted each call
 */
export async function loadInterrupted(
  engine: GraphOptions,
  { rows, random, ...change }: InterruptedOptions,
): Promise<readonly Interruption[]> {
  const met: Interruption[] = [];
  let cursor: LoadAwardsResult['cursor'];
  for (;;) {
    const planned = KINDS[Math.floor(random() * KINDS.length)] ?? 'time';
    const kind = met.length < MOST_CALLS ? planned : 'none';
    const graph = await connectGraph({ ...engine, retryTimeMs: 1 });
    const call = { ...change, batchRows: 2, cursor };
    const writes = 4 + Math.floor(random() * 50);
    const outcome = await loadInto(
      kind === 'none' || kind === 'time' ? graph : failingGraph(graph, kind, writes),
      rows,
      { ...call, ...(kind === 'time' && lookingClock(2 + Math.floor(random() * 30))) },
    ).catch((error: unknown) => {
      if (kind === 'none' || kind === 'time') throw error;
      return undefined;
    });
    await graph.close();
    met.push(outcome?.done ? 'none' : kind);
    if (outcome?.done) return met;
    // A failed call hands out nothing: the next one repeats it.
    cursor = outcome ? (JSON.parse(JSON.stringify(outcome.cursor)) as typeof cursor) : cursor;
  }
}

/**
 * At this write a graph fails: once or from then on, before the commit or behind it. Others go on
 * meanwhile, as they do when a server refuses one of them.
 */
function failingGraph(graph: Graph, kind: Interruption, atWrite: number): Graph {
  let writes = 0;
  return {
    ...graph,
    async write(work, options) {
      const number = (writes += 1);
      if (kind === 'lost graph' && number >= atWrite) throw new GraphUnavailableError(kind);
      if (kind === 'refused batch' && number === atWrite) throw new Error(kind);
      const answer = await graph.write(work, options);
      if (kind === 'lost answer' && number === atWrite) throw new Error(kind);
      return answer;
    },
  };
}

/** A clock that goes on by a millisecond at each look. */
function lookingClock(looks: number): Pick<LoadAwardsOptions, 'clock' | 'deadlineMs'> {
  let nowMs = 0;
  return { clock: { ...systemClock, now: () => (nowMs += 1) }, deadlineMs: looks };
}
