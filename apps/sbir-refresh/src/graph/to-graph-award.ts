import type { AwardCells } from '../awards/award-cells.ts';
import { indexEntryOf, awardTime } from '../awards/award-record.ts';
import { normalizeEmail, normalizeZip } from '../awards/normalize-fields.ts';
import { normalizeDuns, normalizeUei } from '../awards/normalize-identifiers.ts';
import { detachText } from '../awards/null-text.ts';
import type { GraphAward } from './graph-award.ts';

/**
 * One row of an award file as the graph takes it, every field normalised.
 *
 * What the plan of a load keeps of each award is cut loose from the file's text; the long texts are
 * not, for they are written and forgotten. Source: sbir-contracts.md sections 4 and 5.1.
 */
export function toGraphAward(cells: AwardCells): GraphAward {
  const { entry } = indexEntryOf(cells);
  return {
    award_key: entry.award_key,
    award_id: entry.award_id,
    company_name: kept(entry.company_name),
    company_uei: kept(normalizeUei(cells.text('UEI'))),
    company_duns: kept(normalizeDuns(cells.text('Duns'))),
    city: kept(cells.text('City')),
    state: kept(entry.state),
    zip: kept(normalizeZip(cells.text('Zip'))),
    award_amount_cents: entry.award_amount_cents,
    award_date: kept(entry.award_date),
    award_date_inferred: awardTime(cells).award_date_inferred,
    program: entry.program,
    phase: entry.phase,
    agency: kept(entry.agency),
    branch: kept(entry.branch),
    contract: cells.text('Contract'),
    agency_tracking_number: cells.text('Agency Tracking Number'),
    award_year: entry.award_year,
    award_title: entry.award_title,
    abstract: cells.text('Abstract'),
    topic_code: kept(cells.text('Topic Code')),
    solicitation_number: cells.text('Solicitation Number'),
    contract_end_date: entry.contract_end_date,
    pi_name: kept(cells.text('PI Name')),
    pi_email: kept(normalizeEmail(cells.text('PI Email'))),
    pi_title: kept(cells.text('PI Title')),
    pi_phone: kept(cells.text('PI Phone')),
    ri_name: kept(cells.text('RI Name')),
    ri_poc_name: kept(cells.text('RI POC Name')),
    ri_poc_phone: kept(cells.text('RI POC Phone')),
  };
}

const kept = (text: string | null): string | null => (text === null ? null : detachText(text));
