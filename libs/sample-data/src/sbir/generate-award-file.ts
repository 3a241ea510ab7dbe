import { awardColumns } from '@pipelines/contracts';
import { createAbstracts } from './abstracts.ts';
import { type AwardPopulation, planAwards, type SampleAwardsOptions } from './award-population.ts';
import { type AwardRecord, amountText, recordOf } from './award-record.ts';
import { awardOf } from './awards.ts';
import { csvField, inChunks, quoted, type SampleFile } from './sample-file.ts';

/** Each of these defects stands once near the beginning, and then once in so many records. */
const EVERY = 4_000;

/**
 * A made-up `award_data.csv`: 42 columns, 1.8 kB and 2.4 physical lines a record, with the quirks
 * of the real one. Memory is constant at any size.
 *
 * Among 4000 records: one exact duplicate, one revised edition, one award in the future, and seven
 * that break a rule: six a column's, one the width of a record (from record 3900 on, so that a file
 * stays under the limit of 0.1 % malformed records).
 *
 * @throws {SampleDataOptionsError} for a count, seed or date that cannot be used
 * Source: sbir-refresh.md 3.1, 3.3 and 3.4
 */
export function generateAwardFile(options: SampleAwardsOptions): SampleFile {
  const population = planAwards(options);
  return {
    name: 'award_data.csv',
    records: population.awards,
    chunks: () => inChunks(awardLines(population)),
  };
}

function* awardLines(population: AwardPopulation): Generator<string> {
  yield `${awardColumns.map((name) => (name.includes(' ') ? quoted(name) : name)).join(',')}\n`;
  const abstractOf = createAbstracts(population.seed);
  const plainRecord = (index: number): AwardRecord =>
    recordOf(population, awardOf(population, index), abstractOf);
  for (let index = 0; index < population.awards; index += 1) {
    const defect = index % EVERY;
    if (defect === DUPLICATE || defect === EDITION) {
      const earlier = plainRecord(index - 1);
      yield lineOf(defect === DUPLICATE ? earlier : { ...earlier, 'Award Amount': '175000.0000' });
    } else if (defect === TOO_WIDE) {
      yield lineOf(plainRecord(index)).replace(/\n$/, ',one field too many\n');
    } else {
      yield lineOf({ ...plainRecord(index), ...BROKEN.get(defect)?.(population) });
    }
  }
}

const DUPLICATE = 11;
const EDITION = 21;
const TOO_WIDE = 3_900;

/** What is wrong with the record at this place of every 4000. */
const BROKEN = new Map<number, (population: AwardPopulation) => Partial<AwardRecord>>([
  [31, () => ({ 'Award Amount': amountText(0) })],
  [131, () => ({ 'Award Amount': '' })],
  [231, () => ({ Company: '' })],
  [331, () => ({ Phase: 'Phase IIB' })],
  [431, () => ({ 'Award Year': '1893' })],
  [531, () => ({ Agency: '\u00a0' })],
  [51, ({ lastYear }) => ({ 'Proposal Award Date': `${lastYear + 1}-03-01` })],
  [61, () => ({ 'Award Amount': '$1,250,000.00' })],
]);

/** As the source quotes: the long texts always, numbers never, the rest where it must be. */
function lineOf(record: AwardRecord): string {
  let line = '';
  for (const column of awardColumns) {
    const text = record[column];
    if (column !== 'Company') line += ',';
    line += column === 'Abstract' && text !== '' ? quoted(text) : csvField(text);
  }
  return `${line}\n`;
}
