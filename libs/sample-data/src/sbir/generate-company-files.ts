import { type CompanyColumn, companyColumns } from '@pipelines/contracts';
import { createRandom } from '../random.ts';
import { type AwardPopulation, planAwards, type SampleAwardsOptions } from './award-population.ts';
import { type Firm, firmOf } from './firms.ts';
import { csvField, inChunks, type SampleFile } from './sample-file.ts';

/** The exports of the company search: one per agency, and one that cuts across. */
const SLICES = [
  'dow-af',
  'dow-army-navy',
  'dow-other',
  'hhs-nih',
  'nasa',
  'nih-other',
  'nsf',
  'other',
  'over-100-awards',
] as const;

/** November 2025, as in the names of the real files. */
const EXPORTED = 1_763_000_000;
/** The catalogue is incomplete: of ten firms of the award file it knows eight. */
const LISTED = 0.8;
const CUTTING_ACROSS = SLICES.length - 1;

/**
 * Made-up company search files for the firms of an award file of the same options: 14 columns, nine
 * files that overlap (a firm stands in one to three), one firm in five in none.
 *
 * @throws {SampleDataOptionsError} for a count, seed or date that cannot be used
 * Source: sbir-refresh.md 3.2
 */
export function generateCompanyFiles(options: SampleAwardsOptions): readonly SampleFile[] {
  const population = planAwards(options);
  return SLICES.map((slice, index) => ({
    name: `${slice}-company_search_${EXPORTED + index}.csv`,
    records: countFirms(population, index),
    chunks: () => inChunks(companyLines(population, index)),
  }));
}

function countFirms(population: AwardPopulation, slice: number): number {
  let count = 0;
  for (let index = 0; index < population.firms; index += 1) {
    if (isListed(population, index, slice)) count += 1;
  }
  return count;
}

function* companyLines(population: AwardPopulation, slice: number): Generator<string> {
  yield `${companyColumns.join(',')}\n`;
  for (let index = 0; index < population.firms; index += 1) {
    if (!isListed(population, index, slice)) continue;
    const record = companyOf(firmOf(population.seed, index), population);
    yield `${companyColumns.map((column) => csvField(record[column])).join(',')}\n`;
  }
}

function isListed({ seed, firms }: AwardPopulation, index: number, slice: number): boolean {
  const random = createRandom(seed, 'listing', index);
  if (!random.chance(LISTED)) return false;
  const home = random.below(CUTTING_ACROSS);
  const second = random.chance(0.3) ? random.below(CUTTING_ACROSS) : home;
  const isLarge = index < firms / 100;
  return slice === home || slice === second || (slice === CUTTING_ACROSS && isLarge);
}

function companyOf(firm: Firm, { awards, firms }: AwardPopulation): Record<CompanyColumn, string> {
  // The share of awards that the square in `awardOf` gives to this firm.
  const share = Math.sqrt((firm.index + 1) / firms) - Math.sqrt(firm.index / firms);
  const yesOrNo = (isSo: boolean): string => (isSo ? 'Y' : 'N');
  return {
    'Company Name': firm.name,
    UEI: firm.uei,
    DUNs: firm.duns,
    'Number Awards': String(Math.max(1, Math.round(awards * share))),
    'Address 1': firm.street,
    'Address 2': firm.suite,
    City: firm.place.city,
    State: firm.place.state,
    ZIP: firm.zip,
    Country: 'United States',
    'Hubzone Owned': yesOrNo(firm.isHubzone),
    'Women Owned': yesOrNo(firm.isWomanOwned),
    'Socially Economically Disadvantaged': yesOrNo(firm.isDisadvantaged),
    'Company URL': firm.website,
  };
}
