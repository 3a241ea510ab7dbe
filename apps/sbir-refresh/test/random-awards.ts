import type { GraphAward } from '../src/graph/graph-award.ts';
import { AWARDS } from './award-rows.ts';

/**
 * Up to 14 awards, some in two editions, of few companies, people and places, so that they hang
 * together in every way that a file allows, and change their ends from one file to the next.
 */
export function randomAwards(random: () => number): GraphAward[] {
  const pick = <Value>(...values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  const [some] = AWARDS as [GraphAward];
  const rows = Array.from({ length: 14 }, (_, index): GraphAward => {
    const year = pick(2019, 2020, 2021, 2023);
    return {
      ...some,
      award_key: `k${index}`,
      award_id: `id-${index}`,
      company_name: pick<string | null>('Acme Inc', 'Solo LLC', null),
      company_uei: pick('UEI000000001', 'UEI000000002', null),
      company_duns: pick('123456789', '987654321', null),
      award_amount_cents: pick<number | null>(100, 10_000_050, 0, null),
      award_date: pick(`${year}-01-01`, null),
      award_year: year,
      award_title: pick('One', 'Two', null),
      phase: pick('I', 'II', 'III'),
      agency: pick('DOD', 'NASA', null),
      branch: pick('Navy', 'Army', null),
      topic_code: pick('T1', null),
      pi_name: pick('Ann Miller', 'Bob Stone', null),
      ri_name: pick('State University', 'Tech', null),
    };
  });
  const present = rows.filter(() => random() < 0.8);
  return [...present, ...present.filter(() => random() < 0.1).map(secondEdition)];
}

const secondEdition = (award: GraphAward): GraphAward => ({ ...award, award_title: 'Again' });
