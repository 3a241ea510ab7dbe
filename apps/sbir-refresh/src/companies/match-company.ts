import { normalizeDuns } from '../awards/normalize-identifiers.ts';
import { textOf } from '../awards/null-text.ts';
import { comparableUei, type Company, type CompanyCatalogue } from './company-catalogue.ts';
import { matchName } from './match-name.ts';
import { tokenSetRatio, type TokenSet } from './token-set-ratio.ts';

/** How the company of an award was found, best first. */
export const matchMethods = [
  'uei-exact',
  'duns-exact',
  'phonetic-match',
  'fuzzy-auto',
  'fuzzy-candidate',
  'fuzzy-low',
  'unmatched',
] as const;

export type MatchMethod = (typeof matchMethods)[number];

/** Methods that attach the company to the award. */
export const matchedMethods: ReadonlySet<MatchMethod> = new Set([
  'uei-exact',
  'duns-exact',
  'phonetic-match',
  'fuzzy-auto',
] as const);

/** Cells of an award that name its company, as they stand in the file. */
export interface AwardCompany {
  readonly name: string;
  readonly uei: string;
  readonly duns: string;
}

export interface CompanyMatch {
  readonly method: MatchMethod;
  /** 0 to 100, whole; null when unmatched. */
  readonly score: number | null;
  readonly company: Company | undefined;
}

/** Scores from which a name is accepted, and from which it is worth a look. */
export interface MatchThresholds {
  readonly high: number;
  readonly low: number;
}

/**
 * Finds the company of an award: by UEI, else by DUNS, else the most similar name.
 *
 * A similar name is accepted from `high` on only when two words are shared or both names have as
 * many: "Nova" is not "Nova Therapeutics". Ties go to the same text, then to more awards, then to the
 * company that came first. Phonetic matching is off. A name is compared once, whatever the number of
 * awards that have it. Source: sbir-contracts.md section 6.
 */
export function createCompanyMatcher(
  catalogue: CompanyCatalogue,
  thresholds: MatchThresholds,
): (award: AwardCompany) => CompanyMatch {
  const known = new Map<string, CompanyMatch>();
  return (award) => {
    const uei = comparableUei(award.uei);
    const byUei = uei === null ? undefined : catalogue.byUei(uei);
    if (byUei) return { method: 'uei-exact', score: 100, company: byUei };
    const duns = normalizeDuns(textOf(award.duns));
    const byDuns = duns === null ? undefined : catalogue.byDuns(duns);
    if (byDuns) return { method: 'duns-exact', score: 100, company: byDuns };
    const name = matchName(textOf(award.name) ?? '');
    const match = known.get(name) ?? matchByName(name, catalogue, thresholds);
    known.set(name, match);
    return match;
  };
}

function matchByName(
  name: string,
  catalogue: CompanyCatalogue,
  thresholds: MatchThresholds,
): CompanyMatch {
  const best = name === '' ? undefined : findSimilar(name, catalogue);
  if (!best) return { method: 'unmatched', score: null, company: undefined };
  const score = Math.trunc(best.score);
  return { method: methodOf(score, best.isComparable, thresholds), score, company: best.company };
}

interface Similar {
  readonly company: Company;
  readonly score: number;
  /** Two shared words, or as many words on both sides. */
  readonly isComparable: boolean;
}

function findSimilar(name: string, catalogue: CompanyCatalogue): Similar | undefined {
  // The same text scores 100 and wins every tie.
  const exact = catalogue.byName(name);
  if (exact) return { company: exact, score: 100, isComparable: true };
  const tokens = catalogue.tokensOf(name);
  const block = catalogue.candidatesOf(name);
  let best: Similar | undefined;
  for (let place = -1; ;) {
    place = block.nextContender(tokens, place + 1, best?.score ?? 0);
    const company = block.companies[place];
    if (!company) break;
    const others = catalogue.tokensOf(company.name);
    const { score, sharedTokens } = tokenSetRatio(tokens, others);
    if (best && !isBetter({ company, score }, best)) continue;
    best = { company, score, isComparable: isComparable(tokens, others, sharedTokens) };
  }
  return best;
}

const isBetter = (next: Pick<Similar, 'company' | 'score'>, best: Similar): boolean =>
  next.score === best.score ? next.company.awards > best.company.awards : next.score > best.score;

const isComparable = (a: TokenSet, b: TokenSet, sharedTokens: number): boolean =>
  sharedTokens >= 2 || a.ids.length === b.ids.length;

function methodOf(score: number, isComparable: boolean, thresholds: MatchThresholds): MatchMethod {
  if (score >= thresholds.high && isComparable) return 'fuzzy-auto';
  return score >= thresholds.low ? 'fuzzy-candidate' : 'fuzzy-low';
}
