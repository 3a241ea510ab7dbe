import { MalformedCsvError } from '../errors/malformed-csv-error.ts';
import type { CsvRecord } from '../csv/read-csv-records.ts';
import { createAwardCells } from './award-cells.ts';
import { indexEntryOf, type AwardIndexEntry } from './award-record.ts';
import type { RuleSettings } from './award-rule.ts';
import { createEditionCounter, type EditionCounts } from './edition-counter.ts';
import { fieldCountIssue, findIssues, type ValidationIssue } from './find-issues.ts';
import { createFactGatherer, type IngestionFacts } from './ingestion-facts.ts';
import { createIssueLog, type IssueSummary } from './issue-log.ts';
import { createQualityMeter, type Quality } from './quality.ts';

/** More records of a wrong width than this share mean that the file, not a row, is broken. */
const MAX_MALFORMED_SHARE = 0.001;

/** What became of one row. */
export interface CheckedRow {
  readonly issues: readonly ValidationIssue[];
  /** Undefined when the row failed. */
  readonly entry: AwardIndexEntry | undefined;
}

/** Counts of a file whose rows were all checked. */
export interface CheckedFile extends EditionCounts {
  readonly total_records: number;
  readonly passed_records: number;
  readonly failed_records: number;
  readonly malformed_records: number;
  readonly issues: IssueSummary;
  readonly quality: Quality;
  readonly facts: IngestionFacts;
}

/** Judges rows one after the other, and sums them up. */
interface AwardChecker {
  /** @param joined - the row's fields in UTF-8, with U+001F between them, where they are at hand */
  check(row: CsvRecord, joined?: Uint8Array): CheckedRow;
  finish(): CheckedFile;
}

/**
 * Judge, identify and count the rows of an award file, one after the other.
 *
 * `finish` gives the counts. @throws {MalformedCsvError} from `finish`, when more than one record in
 * a thousand has another width than the header. Source: sbir-contracts.md section 4.
 */
export function createAwardChecker(
  header: readonly string[],
  settings: RuleSettings,
): AwardChecker {
  const view = createAwardCells(header);
  const log = createIssueLog();
  const editions = createEditionCounter();
  const meter = createQualityMeter();
  const gatherer = createFactGatherer(header);
  const counts = { total_records: 0, passed_records: 0, malformed_records: 0 };
  const judge = ({ fields, number, line }: CsvRecord, joined?: Uint8Array): CheckedRow => {
    const place = { row_index: number - 1, line };
    if (fields.length !== header.length) {
      counts.malformed_records++;
      return { issues: [fieldCountIssue(place)], entry: undefined };
    }
    const cells = view.open(fields, joined);
    const issues = findIssues(cells, place, settings);
    meter.addRow(cells);
    gatherer.add(cells, fields);
    if (issues.some(({ severity }) => severity === 'ERROR')) return { issues, entry: undefined };
    const { entry, exactHash } = indexEntryOf(cells);
    editions.add(entry.award_key, exactHash);
    meter.addPassed(entry, cells);
    return { issues, entry };
  };
  return {
    check(row, joined) {
      const checked = judge(row, joined);
      counts.total_records++;
      if (checked.entry) counts.passed_records++;
      for (const issue of checked.issues) log.add(issue);
      return checked;
    },
    finish() {
      const { total_records, passed_records, malformed_records } = counts;
      if (malformed_records > total_records * MAX_MALFORMED_SHARE) throw malformed(counts);
      const editionCounts = editions.counts();
      return {
        ...counts,
        failed_records: total_records - passed_records,
        ...editionCounts,
        issues: log.summary(),
        quality: meter.quality(editionCounts.distinct_award_keys),
        facts: gatherer.facts(),
      };
    },
  };
}

const malformed = (counts: Pick<CheckedFile, 'total_records' | 'malformed_records'>) =>
  new MalformedCsvError(
    `${counts.malformed_records} of ${counts.total_records} records have another number of fields than the header`,
  );
