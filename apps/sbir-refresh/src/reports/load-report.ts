import type { LoadNeo4jBody } from '@pipelines/contracts';
import type { LoadAwardsResult } from '../graph/load-awards.ts';
import { escapeCell, groupDigits, page, table } from './markdown.ts';

type LoadResult = LoadNeo4jBody['load_result'];

/** What a load was told to do, for the reader of its metrics. */
export interface LoadMetadata {
  readonly run_date: string;
  readonly validated_csv_s3_key: string;
  readonly graph_profile: string;
  readonly graph_scope: string;
  readonly include_personal: boolean;
  readonly database: string;
  /** Invocations that the load took. */
  readonly chunks: number;
}

const SUBMITTED = '_submitted';

/** Names of the kinds of node that a graph profile has: `awards`, `companies` … */
const kindsIn = (result: object): readonly string[] =>
  Object.keys(result)
    .filter((name) => name.endsWith(SUBMITTED))
    .map((name) => name.slice(0, -SUBMITTED.length));

/**
 * The counts of a load under the names of its contract, with status and duration.
 *
 * @param seconds - of this call; after a retried chunk, created and updated are lower bounds
 * Source: sbir-contracts.md section 5.4, sbir-refresh.md section 4.4
 */
export function loadResultOf(
  { result }: LoadAwardsResult,
  {
    status,
    seconds,
  }: { readonly status: 'success' | 'partial' | 'error'; readonly seconds: number },
): LoadResult {
  const numberOf = (name: string): number => Number(result[name] ?? 0);
  const sumOf = (count: string): number =>
    kindsIn(result).reduce((sum, kind) => sum + numberOf(`${kind}_${count}`), 0);
  const { skip_reasons } = result;
  return {
    status,
    ...result,
    errors: numberOf('errors'),
    duration_seconds: Math.round(seconds * 100) / 100,
    skip_reasons: typeof skip_reasons === 'object' ? { ...skip_reasons } : {},
    metrics: {
      nodes_created: sumOf('created'),
      nodes_updated: sumOf('updated'),
      relationships_created: numberOf('relationships_created'),
      errors: numberOf('errors'),
    },
  };
}

/** The file `neo4j_load_metrics.json`. Source: sbir-contracts.md section 5.4. */
export function loadMetrics(
  { controlTotals }: LoadAwardsResult,
  result: LoadResult,
  metadata: LoadMetadata,
): object {
  return { result, metadata, control_totals: controlTotals };
}

/** The Markdown of a load; on failure it says why. Source: sbir-refresh.md section 2.8. */
export function loadPage(result: LoadResult, reason: string | undefined): string {
  const digits = (name: string): string => groupDigits(Number(result[name] ?? 0));
  return page(
    '# Neo4j SBIR Awards Load',
    `Status: ${reason === undefined ? '✅ SUCCESS' : '❌ FAILED'}`,
    table(
      ['Metric', 'Value'],
      [
        ...(reason === undefined ? [] : [['Reason', escapeCell(reason)]]),
        ...kindsIn(result).map((kind) => [
          `${titleOf(kind)} loaded/updated`,
          `${digits(`${kind}_loaded`)} / ${digits(`${kind}_updated`)}`,
        ]),
        ['Awards removed', digits('awards_tombstoned')],
        ['Relationships created', digits('relationships_created')],
        ['Errors', digits('errors')],
        ['Duration', `${result.duration_seconds.toFixed(2)} s`],
      ],
    ),
  );
}

/** `Sub agencies` of `sub_agencies`. */
const titleOf = (kind: string): string =>
  `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`.replaceAll('_', ' ');
