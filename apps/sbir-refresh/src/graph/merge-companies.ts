import {
  fillGaps,
  identifyCompanies,
  type Company,
  type CompanyFacts,
} from './identify-companies.ts';

/**
 * Give each award's company its identity as `identifyCompanies` does, and make one company of those
 * that share a UEI or a DUNS, through any number of others.
 *
 * Of those that are one, the first with a UEI keeps its id, so that no two companies ever carry the
 * same UEI, whatever earlier loads have left in the graph; the others fill its gaps and are listed
 * as merged. A name alone merges nothing, nor does a DUNS of one
 * digit only, which fills a field and stands for nobody.
 *
 * @returns as `identifyCompanies`
 * Source: sbir-contracts.md section 5.2
 */
export function mergeCompanies(
  awards: Iterable<CompanyFacts>,
): ReturnType<typeof identifyCompanies> {
  const facts = [...awards];
  const { companies, companyIds } = identifyCompanies(facts);
  const sets = createDisjointSets();
  for (const [index, { company_uei, company_duns }] of facts.entries()) {
    const companyId = companyIds[index];
    if (companyId === undefined) continue;
    if (company_uei !== null) sets.join(companyId, `uei ${company_uei}`);
    if (company_duns !== null && !isPlaceholder(company_duns))
      sets.join(companyId, `duns ${company_duns}`);
  }
  const groups = Map.groupBy(companies.values(), ({ company_id }) => sets.find(company_id));
  const survivors = [...groups.values()].flatMap(survivorOf);
  const heirs = new Map(
    survivors.flatMap(({ company_id, merged = [] }) =>
      merged.map((one) => [one.company_id, company_id]),
    ),
  );
  return {
    companies: new Map(survivors.map((company) => [company.company_id, company])),
    companyIds: companyIds.map((id) => id && (heirs.get(id) ?? id)),
  };
}

/** One company of each group: itself where it is alone. */
function survivorOf(group: readonly Company[]): Company[] {
  const survivor = group.find(({ id_type }) => id_type === 'uei') ?? group[0];
  if (!survivor || group.length === 1) return [...group];
  const merged = group.filter((one) => one !== survivor);
  const filled: Company = { ...survivor, merged };
  for (const one of merged) fillGaps(filled, one);
  return [filled];
}

function isPlaceholder(duns: string): boolean {
  return /^(\d)\1*$/.test(duns);
}

interface DisjointSets {
  join(one: string, other: string): void;
  /** The same for all that were joined, directly or through others. */
  find(one: string): string;
}

function createDisjointSets(): DisjointSets {
  const parents = new Map<string, string>();
  const find = (one: string): string => {
    let root = one;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    // The way is shortened for the next who goes it: without this it can be as long as the file.
    let at = one;
    for (let next = parents.get(at); next !== undefined && next !== root; next = parents.get(at)) {
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  return {
    find,
    join(one, other) {
      const [first, second] = [find(one), find(other)];
      if (first !== second) parents.set(second, first);
    },
  };
}
