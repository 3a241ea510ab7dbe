import { normalizeDuns } from '../awards/normalize-identifiers.ts';
import { detachText, textOf } from '../awards/null-text.ts';
import { matchName } from './match-name.ts';
import { createNameBlock, type NameBlock } from './name-block.ts';
import { createTokenizer, type TokenSet } from './token-set-ratio.ts';

/** One company of the catalogue. */
export interface Company {
  /** Place in the order of first appearance, from 0. */
  readonly index: number;
  /** As the matcher compares it; '' when the file has none. */
  readonly name: string;
  readonly uei: string | null;
  readonly duns: string | null;
  /** Number of awards, for ties. */
  readonly awards: number;
}

/** What a company file says of a company, as it stands there. */
export interface CompanyRow {
  readonly name: string;
  readonly uei: string;
  readonly duns: string;
  readonly numberAwards: string;
}

/** The companies of all files, each once, and ways to find one. */
export interface CompanyCatalogue {
  readonly size: number;
  byUei(uei: string): Company | undefined;
  byDuns(duns: string): Company | undefined;
  /** The best company of exactly this name. */
  byName(name: string): Company | undefined;
  /** The words of a name, to be compared with those of a company of this catalogue. */
  tokensOf(name: string): TokenSet;
  /** Companies that a name is compared with. */
  candidatesOf(name: string): NameBlock;
}

const BLOCK_CHARACTERS = 2;
const MAX_FIRST_TOKEN_CANDIDATES = 500;

/**
 * Gather company rows into a catalogue; a company that was there before, by UEI, else by DUNS, else
 * by name, is left out, because the slices of the catalogue overlap.
 *
 * Candidates of a name are those with its first two characters; if there are none, up to 500 that
 * begin with its first word; if there are none, all. Source: sbir-contracts.md section 6.
 */
export function createCatalogueBuilder(): {
  add(row: CompanyRow): void;
  build(): CompanyCatalogue;
} {
  const companies: Company[] = [];
  const tokensOf = createTokenizer();
  const byUei = new Map<string, Company>();
  const byDuns = new Map<string, Company>();
  const byName = new Map<string, Company>();
  return {
    add(row) {
      const company = companyOf(row, companies.length);
      const { uei, duns, name } = company;
      if (uei === null && duns === null && name === '') return;
      const known =
        uei !== null ? byUei.get(uei) : duns !== null ? byDuns.get(duns) : byName.get(name);
      if (known) return;
      companies.push(company);
      if (uei !== null) byUei.set(uei, company);
      if (duns !== null && !byDuns.has(duns)) byDuns.set(duns, company);
      const rival = byName.get(name);
      if (name !== '' && (!rival || company.awards > rival.awards)) byName.set(name, company);
    },
    build: () => ({
      size: companies.length,
      byUei: (uei) => byUei.get(uei),
      byDuns: (duns) => byDuns.get(duns),
      byName: (name) => byName.get(name),
      tokensOf,
      candidatesOf: candidateFinder(companies, tokensOf),
    }),
  };
}

function companyOf(row: CompanyRow, index: number): Company {
  const name = detachText(matchName(textOf(row.name) ?? ''));
  const uei = comparableUei(row.uei);
  const duns = normalizeDuns(textOf(row.duns));
  return {
    index,
    name,
    uei: uei === null ? null : detachText(uei),
    duns: duns === null ? null : detachText(duns),
    awards: Number.parseInt(row.numberAwards.replaceAll(',', ''), 10) || 0,
  };
}

/** A UEI as it is compared: trimmed, in upper case, of any length; null when blank. */
export function comparableUei(cell: string): string | null {
  return textOf(cell)?.toUpperCase() ?? null;
}

function candidateFinder(companies: readonly Company[], tokensOf: CompanyCatalogue['tokensOf']) {
  const named = companies.filter(({ name }) => name !== '');
  const groups = Map.groupBy(named, ({ name }) => name.slice(0, BLOCK_CHARACTERS));
  const blocks = new Map(
    [...groups].map(([start, group]) => [start, createNameBlock(group, tokensOf)]),
  );
  let all: NameBlock | undefined;
  return (name: string): NameBlock => {
    const block = blocks.get(name.slice(0, BLOCK_CHARACTERS));
    if (block) return block;
    const [first = ''] = name.split(' ');
    const alike = named.filter((company) => company.name.startsWith(first));
    if (alike.length > 0)
      return createNameBlock(alike.slice(0, MAX_FIRST_TOKEN_CANDIDATES), tokensOf);
    return (all ??= createNameBlock(named, tokensOf));
  };
}
