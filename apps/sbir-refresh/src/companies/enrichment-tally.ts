import { companyColumns } from '@pipelines/contracts';
import {
  matchedMethods,
  matchMethods,
  type CompanyMatch,
  type MatchMethod,
} from './match-company.ts';

/** The `summary` of `enrichment_summary.json`. Source: sbir-contracts.md section 6. */
export interface EnrichmentSummary {
  readonly total_awards: number;
  readonly matched_awards: number;
  /** Fraction; 1 without awards. */
  readonly match_rate: number;
  /** Mean score of the matched awards; null when there are none. */
  readonly average_match_score: number | null;
  /** Mean of every score there is. */
  readonly average_score_all: number | null;
  readonly candidate_awards: number;
  readonly low_score_awards: number;
  readonly unmatched_awards: number;
  readonly match_counts: Readonly<Record<MatchMethod, number>>;
  readonly company_columns: readonly string[];
}

/** Add up matches: each `add` is one distinct company of that many awards. */
export function createEnrichmentTally(): {
  add(match: CompanyMatch, awards: number): void;
  summary(): EnrichmentSummary;
} {
  const counts = new Map<MatchMethod, number>(matchMethods.map((method) => [method, 0]));
  const scores = { all: 0, allAwards: 0, matched: 0 };
  const countOf = (method: MatchMethod): number => counts.get(method) ?? 0;
  return {
    add({ method, score }, awards) {
      counts.set(method, countOf(method) + awards);
      if (score === null) return;
      scores.all += score * awards;
      scores.allAwards += awards;
      if (matchedMethods.has(method)) scores.matched += score * awards;
    },
    summary() {
      const total = matchMethods.reduce((sum, method) => sum + countOf(method), 0);
      const matched = [...matchedMethods].reduce((sum, method) => sum + countOf(method), 0);
      return {
        total_awards: total,
        matched_awards: matched,
        match_rate: total === 0 ? 1 : matched / total,
        average_match_score: matched === 0 ? null : scores.matched / matched,
        average_score_all: scores.allAwards === 0 ? null : scores.all / scores.allAwards,
        candidate_awards: countOf('fuzzy-candidate'),
        low_score_awards: countOf('fuzzy-low'),
        unmatched_awards: countOf('unmatched'),
        match_counts: Object.fromEntries(counts) as Record<MatchMethod, number>,
        company_columns: companyColumns.map((column) => `company_${column}`).sort(),
      };
    },
  };
}
