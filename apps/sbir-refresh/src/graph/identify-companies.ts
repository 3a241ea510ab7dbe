import { normalizeCompanyName } from './company-name.ts';
import type { GraphAward } from './graph-award.ts';

/** What identifies and describes a company in one award. */
export type CompanyFacts = Pick<
  GraphAward,
  'company_name' | 'company_uei' | 'company_duns' | 'city' | 'state' | 'zip'
>;

/** A company of the graph. */
export interface Company {
  readonly company_id: string;
  readonly id_type: 'uei' | 'duns' | 'name';
  name: string | null;
  normalized_name: string | null;
  uei: string | null;
  duns: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  /** Companies that turned out to be this one, where they are merged; in order of appearance. */
  readonly merged?: readonly Company[];
}

const FILLED = ['name', 'normalized_name', 'uei', 'duns', 'city', 'state', 'zip'] as const;

/**
 * Give each award's company its identity: UEI, else DUNS, else name.
 *
 * A DUNS that the file maps to exactly one UEI takes that UEI, so that awards from before 2022
 * find their company. The first award of a company describes it, later ones fill what is missing.
 *
 * @returns companies by id in order of first appearance, and the id of each award, undefined
 *   where there is neither UEI, DUNS nor name
 * Source: sbir-contracts.md section 5.1
 */
export function identifyCompanies(awards: Iterable<CompanyFacts>): {
  readonly companies: ReadonlyMap<string, Company>;
  readonly companyIds: readonly (string | undefined)[];
} {
  const facts = [...awards];
  const ueiOfDuns = bridgeDuns(facts);
  const companies = new Map<string, Company>();
  const companyIds = facts.map((award) => {
    const company = companyOf(award, ueiOfDuns);
    if (!company) return undefined;
    const known = companies.get(company.company_id);
    if (known) fillGaps(known, company);
    else companies.set(company.company_id, company);
    return company.company_id;
  });
  return { companies, companyIds };
}

/** UEI by DUNS, for each DUNS that stands beside one UEI and never beside another. */
function bridgeDuns(facts: readonly CompanyFacts[]): ReadonlyMap<string, string> {
  const bridge = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { company_uei, company_duns } of facts) {
    if (company_uei === null || company_duns === null) continue;
    const known = bridge.get(company_duns);
    if (known !== undefined && known !== company_uei) ambiguous.add(company_duns);
    bridge.set(company_duns, company_uei);
  }
  for (const duns of ambiguous) bridge.delete(duns);
  return bridge;
}

function companyOf(
  award: CompanyFacts,
  ueiOfDuns: ReadonlyMap<string, string>,
): Company | undefined {
  const { company_name: name, company_duns: duns, city, state, zip } = award;
  const uei = award.company_uei ?? (duns === null ? null : (ueiOfDuns.get(duns) ?? null));
  const normalized = name === null ? '' : normalizeCompanyName(name);
  const identity = identityOf(uei, duns, normalized);
  if (!identity) return undefined;
  return { ...identity, name, normalized_name: normalized || null, uei, duns, city, state, zip };
}

function identityOf(
  uei: string | null,
  duns: string | null,
  name: string,
): Pick<Company, 'company_id' | 'id_type'> | undefined {
  if (uei !== null) return { company_id: uei, id_type: 'uei' };
  if (duns !== null) return { company_id: `DUNS:${duns}`, id_type: 'duns' };
  return name === '' ? undefined : { company_id: `NAME:${name}`, id_type: 'name' };
}

/** What a company's first award left empty is filled by its later ones. */
export function fillGaps(known: Company, later: Company): void {
  for (const field of FILLED) known[field] ??= later[field];
}
