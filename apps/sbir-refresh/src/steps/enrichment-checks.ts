import {
  lastSuccess,
  type EnrichmentChecksBody,
  type EnrichmentChecksEvent,
} from '@pipelines/contracts';
import { createAwardCells } from '../awards/award-cells.ts';
import { createCatalogueBuilder, type CompanyCatalogue } from '../companies/company-catalogue.ts';
import { createEnrichmentTally } from '../companies/enrichment-tally.ts';
import { listCompanyFiles } from '../companies/list-company-files.ts';
import { createCompanyMatcher, type AwardCompany } from '../companies/match-company.ts';
import { readCsvRecords } from '../csv/read-csv-records.ts';
import { scanCsvRecords } from '../csv/scan-csv-records.ts';
import type { StepPorts } from '../ports.ts';
import { enrichmentPage, type EnrichmentReport } from '../reports/enrichment-page.ts';
import { readJsonIfExists } from './optional-files.ts';
import { resolveRunDate } from './run-date.ts';
import { withCsvFile } from './with-csv-file.ts';
import { writeJson, writeMarkdown } from './write-report.ts';

const LAST_SUCCESS_KEY = 'state/last_success.json';
/** Below this share of matched awards a run warns, as it does on a fall by more than the second. */
const LOW_MATCH_RATE = 0.7;
const MATCH_RATE_FALL = 0.05;
const SEPARATOR = '\u001f';

/**
 * Measure how many awards have their company in the company files.
 *
 * Distinct companies of the award file are matched once each, and count for all their awards. Writes
 * `enrichment_summary.json` and `.md`. Never fails a run for its numbers: they are warnings.
 *
 * @throws {ValidationError} without the award file
 * @throws {MalformedCsvError} when a quote of one of the files never closes
 */
export async function enrichmentChecks(
  input: EnrichmentChecksEvent,
  ports: StepPorts,
): Promise<EnrichmentChecksBody> {
  const keys = await listCompanyFiles(ports.files, input.company_dir_s3_prefix);
  if (keys.length === 0) return skipped(input.company_dir_s3_prefix);
  const { catalogue, company_rows } = await readCompanies(keys, ports);
  const { awardsByCompany, awards_rows } = await countAwards(input.awards_csv_s3_key, ports);
  const tally = createEnrichmentTally();
  const thresholds = { high: input.high_threshold, low: input.low_threshold };
  const match = createCompanyMatcher(catalogue, thresholds);
  for (const [cells, awards] of awardsByCompany) {
    const [name = '', uei = '', duns = ''] = cells.split(SEPARATOR);
    tally.add(match({ name, uei, duns }), awards);
  }
  const report: EnrichmentReport = {
    summary: tally.summary(),
    awards_rows,
    company_rows,
    company_rows_distinct: catalogue.size,
  };
  const { match_rate, matched_awards } = report.summary;
  const warnings = await warningsOf(match_rate, ports);
  const runDate = resolveRunDate(input.run_date, input.awards_csv_s3_key, ports.clock);
  const base = `artifacts/${runDate}/enrichment_summary`;
  return {
    status: 'success',
    match_rate,
    matched_awards,
    enrichment_json_s3_key: await writeJson(ports.files, `${base}.json`, report),
    enrichment_md_s3_key: await writeMarkdown(
      ports.files,
      `${base}.md`,
      enrichmentPage(report, warnings),
    ),
    warnings: [...warnings],
  };
}

const skipped = (prefix: string): EnrichmentChecksBody => ({
  status: 'skipped',
  match_rate: null,
  matched_awards: null,
  enrichment_json_s3_key: null,
  enrichment_md_s3_key: null,
  warnings: [`There are no company files under "${prefix}"`],
});

async function readCompanies(
  keys: readonly string[],
  ports: StepPorts,
): Promise<{ readonly catalogue: CompanyCatalogue; readonly company_rows: number }> {
  const builder = createCatalogueBuilder();
  let company_rows = 0;
  for (const key of keys) {
    await withCsvFile(key, { ports, read: readCsvRecords }, async (file) => {
      const places = ['Company Name', 'UEI', 'DUNs', 'Number Awards'].map((column) =>
        file.header.indexOf(column),
      );
      for await (const { fields } of file.rows) {
        const [name = '', uei = '', duns = '', numberAwards = ''] = places.map(
          (place) => fields[place] ?? '',
        );
        company_rows++;
        builder.add({ name, uei, duns, numberAwards });
      }
    });
  }
  return { catalogue: builder.build(), company_rows };
}

/**
 * Awards per distinct (Company, UEI, Duns), as they stand in the file. A record of the wrong width has
 * no cells that could be trusted, and counts as one without a name.
 */
async function countAwards(key: string, ports: StepPorts) {
  return withCsvFile(key, { ports, read: scanCsvRecords }, async (file) => {
    const view = createAwardCells(file.header);
    const awardsByCompany = new Map<string, number>();
    let awards_rows = 0;
    for await (const { fields } of file.rows) {
      const cells = view.open(fields.length === file.header.length ? fields : []);
      const company: AwardCompany = {
        name: cells.raw('Company'),
        uei: cells.raw('UEI'),
        duns: cells.raw('Duns'),
      };
      // Joining copies: the map holds on to no chunk of the file.
      const text = [company.name, company.uei, company.duns].join(SEPARATOR);
      awardsByCompany.set(text, (awardsByCompany.get(text) ?? 0) + 1);
      awards_rows++;
    }
    return { awardsByCompany, awards_rows };
  });
}

async function warningsOf(matchRate: number, { files }: StepPorts): Promise<readonly string[]> {
  const previous = await readJsonIfExists(files, LAST_SUCCESS_KEY, lastSuccess);
  const before = previous?.match_rate ?? null;
  const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
  return [
    ...(matchRate < LOW_MATCH_RATE
      ? [`Match rate ${percent(matchRate)} is below ${percent(LOW_MATCH_RATE)}`]
      : []),
    ...(before !== null && matchRate < before - MATCH_RATE_FALL
      ? [`Match rate fell from ${percent(before)} to ${percent(matchRate)}`]
      : []),
  ];
}
