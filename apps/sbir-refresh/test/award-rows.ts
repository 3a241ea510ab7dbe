import { tmpdir } from 'node:os';
import { systemClock } from '@pipelines/core';
import type { Graph } from '@pipelines/neo4j-load';
import type { GraphAward } from '../src/graph/graph-award.ts';
import { graphModelOf } from '../src/graph/graph-models.ts';
import {
  loadAwards,
  type LoadAwardsOptions,
  type LoadAwardsResult,
} from '../src/graph/load-awards.ts';

const award = (change: Partial<GraphAward> & { award_key: string }): GraphAward => ({
  award_id: `id-${change.award_key}`,
  company_name: 'Acme Inc',
  company_uei: 'UEI000000001',
  company_duns: null,
  city: 'Boston',
  state: 'MA',
  zip: '02101',
  award_amount_cents: 10_000_050,
  award_date: '2020-01-01',
  award_date_inferred: false,
  program: 'SBIR',
  phase: 'I',
  agency: 'DOD',
  branch: null,
  contract: 'C-1',
  agency_tracking_number: null,
  award_year: 2020,
  award_title: 'Better batteries',
  abstract: 'Long text.',
  topic_code: null,
  solicitation_number: null,
  contract_end_date: null,
  pi_name: null,
  pi_email: null,
  pi_title: null,
  pi_phone: null,
  ri_name: null,
  ri_poc_name: null,
  ri_poc_phone: null,
  ...change,
});

const PERSON = {
  pi_name: 'Ann Miller',
  pi_email: 'canary@example.com',
  pi_title: 'Dr canary',
  pi_phone: '555-canary',
  ri_name: ' State University ',
  ri_poc_name: 'Poc canary',
  ri_poc_phone: '556-canary',
};
/** Two awards of one person, one in two editions, one without money, one without a company. */
export const AWARDS: readonly GraphAward[] = [
  award({ award_key: 'a1', ...PERSON }),
  award({ award_key: 'a2', ...PERSON, phase: 'II', award_date: '2022-01-01', award_year: 2022 }),
  award({ award_key: 'a3', company_uei: null, company_name: 'Solo LLC', agency: 'NASA' }),
  award({
    award_key: 'a3',
    company_uei: null,
    company_name: 'Solo LLC',
    agency: 'NASA',
    award_title: 'Last edition',
  }),
  award({ award_key: 'a4', award_amount_cents: 0 }),
  award({ award_key: 'a5', company_uei: null, company_name: null, award_amount_cents: 1 }),
];

/** Load awards as the step does, where no change says otherwise. */
export function loadInto(
  graph: Graph,
  awards: readonly GraphAward[],
  change: Partial<LoadAwardsOptions> = {},
): Promise<LoadAwardsResult> {
  return loadAwards({
    graph,
    model: graphModelOf(),
    owner: 'test',
    awards: (async function* () {
      yield* awards;
    })(),
    tempDir: tmpdir(),
    scope: 'full',
    isPersonalIncluded: false,
    vintage: '2026-11-23',
    clock: systemClock,
    deadlineMs: Infinity,
    batchRows: 2_000,
    ...change,
  });
}
