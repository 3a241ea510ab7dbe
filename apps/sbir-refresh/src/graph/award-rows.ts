import { hash } from 'node:crypto';
import type { AwardCells } from '../awards/award-cells.ts';
import { awardTime, indexEntryOf } from '../awards/award-record.ts';
import { normalizeEmail, normalizeZip } from '../awards/normalize-fields.ts';
import { normalizeDuns, normalizeUei } from '../awards/normalize-identifiers.ts';
import { normalizeState } from '../awards/state-codes.ts';
import { normalizeCompanyName } from './company-name.ts';

/** How a company is known: by UEI, else by DUNS, else by name. */
export interface CompanyIdentity {
  readonly company_id: string;
  readonly id_type: 'uei' | 'duns' | 'name';
}

/** The nodes that one award stands for. Properties that are null are not written. */
export interface AwardRows {
  readonly award: Readonly<Record<string, string | number | boolean | null>>;
  readonly company: (CompanyIdentity & Readonly<Record<string, string | null>>) | undefined;
  readonly researcher: Readonly<Record<string, string | null>> | undefined;
  readonly institution: Readonly<Record<string, string | null>> | undefined;
}

/** UEI of a DUNS number that the file maps to exactly one UEI. */
export type UeiOfDuns = (duns: string) => string | undefined;

/**
 * Values of the nodes of an award, for the graph profile `award-company`.
 *
 * @param options - `includePersonal` adds e-mail, title and telephone of people; without it the graph
 *   holds names only. `ueiOfDuns` lets an award without UEI join the company that has its DUNS.
 * Source: sbir-contracts.md 5.1.
 */
export function awardRows(
  cells: AwardCells,
  options: { readonly includePersonal: boolean; readonly ueiOfDuns: UeiOfDuns },
): AwardRows {
  return {
    award: awardRow(cells),
    company: companyRow(cells, options.ueiOfDuns),
    researcher: researcherRow(cells, options.includePersonal),
    institution: institutionRow(cells, options.includePersonal),
  };
}

function awardRow(cells: AwardCells): AwardRows['award'] {
  const { entry } = indexEntryOf(cells);
  const { award_amount_cents } = entry;
  return {
    award_key: entry.award_key,
    award_id: entry.award_id,
    company_name: entry.company_name,
    award_amount: award_amount_cents === null ? null : award_amount_cents / 100,
    award_amount_cents,
    award_date: entry.award_date,
    award_date_inferred: awardTime(cells).award_date_inferred,
    program: entry.program,
    phase: entry.phase,
    agency: entry.agency,
    branch: entry.branch,
    award_year: entry.award_year,
    award_title: entry.award_title,
    contract_end_date: entry.contract_end_date,
    row_hash: entry.row_hash,
    contract: cells.text('Contract'),
    agency_tracking_number: cells.text('Agency Tracking Number'),
    abstract: cells.text('Abstract'),
    topic_code: cells.text('Topic Code'),
    solicitation_number: cells.text('Solicitation Number'),
    company_uei: normalizeUei(cells.text('UEI')),
    company_duns: normalizeDuns(cells.text('Duns')),
    principal_investigator: cells.text('PI Name'),
    research_institution: cells.text('RI Name'),
  };
}

function companyRow(cells: AwardCells, ueiOfDuns: UeiOfDuns): AwardRows['company'] {
  const name = cells.text('Company');
  const duns = normalizeDuns(cells.text('Duns'));
  const uei = normalizeUei(cells.text('UEI')) ?? (duns === null ? null : (ueiOfDuns(duns) ?? null));
  const normalized_name = normalizeCompanyName(name ?? '');
  const identity = companyIdentity({ uei, duns, normalizedName: normalized_name });
  if (identity === undefined) return undefined;
  return {
    ...identity,
    name,
    normalized_name,
    uei,
    duns,
    city: cells.text('City'),
    state: normalizeState(cells.text('State')),
    zip: normalizeZip(cells.text('Zip')),
  };
}

/** The identity of a company, or undefined when there is nothing to know it by. */
export function companyIdentity(facts: {
  readonly uei: string | null;
  readonly duns: string | null;
  readonly normalizedName: string;
}): CompanyIdentity | undefined {
  if (facts.uei !== null) return { company_id: facts.uei, id_type: 'uei' };
  if (facts.duns !== null) return { company_id: `DUNS:${facts.duns}`, id_type: 'duns' };
  if (facts.normalizedName === '') return undefined;
  return { company_id: `NAME:${facts.normalizedName}`, id_type: 'name' };
}

function researcherRow(cells: AwardCells, includePersonal: boolean): AwardRows['researcher'] {
  const name = cells.text('PI Name');
  if (name === null) return undefined;
  const email = normalizeEmail(cells.text('PI Email'));
  const row = { researcher_id: researcherId(name, email), name };
  if (!includePersonal) return row;
  return { ...row, email, title: cells.text('PI Title'), phone: cells.text('PI Phone') };
}

/**
 * `pi-` and 24 hex digits of the SHA-256 of `{name}|{email}`, trimmed and in lower case.
 *
 * The same with and without personal columns, and no address can be read from it.
 * Source: sbir-contracts.md 5.1.
 */
export function researcherId(name: string, email: string | null): string {
  const text = `${name.trim().toLowerCase()}|${email?.trim().toLowerCase() ?? ''}`;
  return `pi-${hash('sha256', text).slice(0, 24)}`;
}

function institutionRow(cells: AwardCells, includePersonal: boolean): AwardRows['institution'] {
  const name = cells.text('RI Name');
  if (name === null) return undefined;
  if (!includePersonal) return { name };
  return { name, poc_name: cells.text('RI POC Name'), poc_phone: cells.text('RI POC Phone') };
}

/**
 * Learns which UEI a DUNS number belongs to, from the rows that have both; a DUNS number with two
 * UEIs belongs to none. Source: sbir-contracts.md 5.1.
 */
export function createDunsBridge(): {
  add(cells: AwardCells): void;
  readonly ueiOfDuns: UeiOfDuns;
} {
  const ueis = new Map<string, string | null>();
  return {
    add(cells) {
      const uei = normalizeUei(cells.text('UEI'));
      const duns = normalizeDuns(cells.text('Duns'));
      if (uei === null || duns === null) return;
      const known = ueis.get(duns);
      ueis.set(duns, known === undefined || known === uei ? uei : null);
    },
    ueiOfDuns: (duns) => ueis.get(duns) ?? undefined,
  };
}
