import type { AwardCells } from '../awards/award-cells.ts';
import { awardFactsOf, awardTime } from '../awards/award-record.ts';
import { normalizeEmail, normalizeZip } from '../awards/normalize-fields.ts';
import { normalizeDuns, normalizeUei } from '../awards/normalize-identifiers.ts';
import type { GraphAward } from './graph-award.ts';

/**
 * One row of an award file as the graph takes it, every field normalised.
 *
 * Its texts hold on to the chunk of the file that they were cut from: what outlives the row must
 * pass through `createTextPool`. Source: sbir-contracts.md sections 4 and 5.1.
 */
export function toGraphAward(cells: AwardCells): GraphAward {
  const entry = awardFactsOf(cells);
  return {
    award_key: entry.award_key,
    award_id: entry.award_id,
    company_name: entry.company_name,
    company_uei: normalizeUei(cells.text('UEI')),
    company_duns: normalizeDuns(cells.text('Duns')),
    city: cells.text('City'),
    state: entry.state,
    zip: normalizeZip(cells.text('Zip')),
    award_amount_cents: entry.award_amount_cents,
    award_date: entry.award_date,
    award_date_inferred: awardTime(cells).award_date_inferred,
    program: entry.program,
    phase: entry.phase,
    agency: entry.agency,
    branch: entry.branch,
    contract: cells.text('Contract'),
    agency_tracking_number: cells.text('Agency Tracking Number'),
    award_year: entry.award_year,
    award_title: entry.award_title,
    abstract: cells.text('Abstract'),
    topic_code: cells.text('Topic Code'),
    solicitation_number: cells.text('Solicitation Number'),
    contract_end_date: entry.contract_end_date,
    pi_name: cells.text('PI Name'),
    pi_email: normalizeEmail(cells.text('PI Email')),
    pi_title: cells.text('PI Title'),
    pi_phone: cells.text('PI Phone'),
    ri_name: cells.text('RI Name'),
    ri_poc_name: cells.text('RI POC Name'),
    ri_poc_phone: cells.text('RI POC Phone'),
  };
}
