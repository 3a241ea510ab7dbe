import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ingestionChecksEvent } from '@pipelines/contracts';
import { createAwardCells } from '../src/awards/award-cells.ts';
import { readCsvRecords } from '../src/csv/read-csv-records.ts';
import { controlTotalsOf } from '../src/graph/control-totals.ts';
import { planGraph } from '../src/graph/plan-graph.ts';
import { toGraphAward } from '../src/graph/to-graph-award.ts';
import { ingestionChecks } from '../src/steps/ingestion-checks.ts';
import { AWARD_KEY, portsWith } from './award-files.ts';
import { cutEvery } from './csv-documents.ts';

/** A folder with the sample files of the earlier system, which is not part of this repository. */
const folder = process.env['SBIR_SAMPLE_FILES'] ?? '';
const hasFiles = existsSync(join(folder, 'linkage_shape.csv'));
if (!hasFiles) console.warn('Skipped: SBIR_SAMPLE_FILES names no folder with the sample files');

/** Results of the earlier system on these files, with its faults mended. */
const oracles = [
  [
    'sbir_sample_canonical_5rows.csv',
    { rows: 5, warnings: {}, cents: 312_500_000, ids: [5, 0], institutions: 4 },
  ],
  [
    'linkage_shape.csv',
    { rows: 4, warnings: {}, cents: 247_500_000, ids: [4, 0], institutions: 0 },
  ],
  [
    'sbir_sample_seed_100rows_drifted_header.csv',
    {
      rows: 100,
      warnings: { AMOUNT_HIGH: 12, PHONE_FORMAT: 12 },
      cents: 20_647_560_300,
      ids: [72, 28],
      institutions: 27,
    },
  ],
] as const;

async function* awardsOf(bytes: Uint8Array) {
  let view: ReturnType<typeof createAwardCells> | undefined;
  for await (const { fields } of readCsvRecords(cutEvery(bytes, 777))) {
    if (view) yield toGraphAward(view.open(fields));
    view ??= createAwardCells(fields);
  }
}

(hasFiles ? describe : describe.skip)('the sample files of the earlier system: needs SBIR_SAMPLE_FILES', () => {
  it.each(oracles)('%s gives what it gave there', async (file, oracle) => {
    const bytes = readFileSync(join(folder, file));
    const ports = portsWith({ [AWARD_KEY]: bytes });
    const event = { csv_s3_key: AWARD_KEY, allow_schema_drift: true };

    const { summary, validation_report_s3_key } = await ingestionChecks(
      ingestionChecksEvent.parse(event),
      ports,
    );
    const { awards, companies, progressions } = await planGraph(awardsOf(bytes));
    const planned = [...awards.values()];

    expect(summary).toMatchObject({ total_records: oracle.rows, passed_records: oracle.rows });
    expect(ports.files.json(validation_report_s3_key)).toMatchObject({
      report: { issue_counts_by_rule: oracle.warnings },
    });
    const ofType = (type: string) =>
      [...companies.values()].filter(({ id_type }) => id_type === type).length;
    expect([ofType('uei'), ofType('duns')]).toEqual(oracle.ids);
    expect(new Set(planned.flatMap(({ ri_name }) => ri_name ?? [])).size).toBe(oracle.institutions);
    expect(new Set(planned.map(({ researcherId }) => researcherId)).size).toBe(oracle.rows);
    expect(controlTotalsOf(planned)).toMatchObject({ amount_cents: oracle.cents });
    expect(progressions).toEqual([]);
  });
});
