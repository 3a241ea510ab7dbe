import { bindSqlStep, type Database, type SqlBindings, type SqlStep } from '@pipelines/sql-tasks';
import * as z from 'zod';

/** What one node of a plan has done, its repetitions included. */
export interface NodeWork {
  readonly step: string;
  /** `Seq Scan on dimcaregiver`, `Nested Loop` … */
  readonly node: string;
  /** Rows that it read or made, those that a filter threw away included. */
  readonly rows: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Rows Removed by Join Filter'?: number | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const planNode: z.ZodType<PlanNode> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().optional(),
  'Rows Removed by Join Filter': z.number().optional(),
  get Plans() {
    return z.array(planNode).optional();
  },
});

/** A text in the place of a plan: the table was there already, and nothing was run. */
const explanation = z.tuple([z.union([z.object({ Plan: planNode }), z.string()])]);

/** Statements that have a plan. */
const PLANNED = /^\s*(?:--.*\n\s*)*(?:create temporary table .* as|insert|update|select|with)\b/i;

/**
 * Run steps in a transaction of their own and roll it back, counting what each plan does.
 *
 * Rows do not depend on the machine or its load, so this finds a bad plan without a clock.
 */
export async function measureWork(
  database: Database,
  steps: readonly SqlStep[],
  bindings: SqlBindings,
): Promise<readonly NodeWork[]> {
  const work: NodeWork[] = [];
  await database.query('begin');
  try {
    for (const step of steps) {
      const { text, values } = bindSqlStep(step, bindings);
      if (!PLANNED.test(text)) {
        await database.query(text, values);
        continue;
      }
      const { rows } = await database.query(
        `explain (analyze, timing off, format json) ${text}`,
        values,
      );
      const [explained] = explanation.parse(rows[0]?.['QUERY PLAN']);
      const nodes = typeof explained === 'string' ? [] : nodesOf(explained.Plan);
      work.push(...nodes.map((node) => workOf(step.name, node)));
    }
  } finally {
    await database.query('rollback');
  }
  return work;
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function workOf(step: string, node: PlanNode): NodeWork {
  const table = node['Relation Name'];
  const perLoop =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0);
  return {
    step,
    node: table === undefined ? node['Node Type'] : `${node['Node Type']} on ${table}`,
    rows: Math.round(perLoop * node['Actual Loops']),
  };
}
