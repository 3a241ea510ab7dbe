/** What of an award is counted and summed. */
export interface CountedAward {
  readonly award_amount_cents: number | null;
  readonly award_year: number | null;
  readonly agency: string | null;
  readonly phase: string | null;
  readonly program: string | null;
}

/** A number of awards and what they amount to. */
export interface GroupTotals {
  readonly awards: number;
  readonly amount_cents: number;
}

/** The properties by which source and graph are compared. */
export const TOTALED_BY = ['award_year', 'agency', 'phase', 'program'] as const;

/** Totals in all and by each property; the group of the awards without a value is 'null'. */
export interface ControlTotals extends GroupTotals {
  readonly by: Readonly<Record<(typeof TOTALED_BY)[number], Readonly<Record<string, GroupTotals>>>>;
}

const NONE: GroupTotals = { awards: 0, amount_cents: 0 };

/**
 * Count awards and sum their amounts in whole cents: 220 000 awards of 5 million dollars stay far
 * below 2^53.
 *
 * Source: sbir-contracts.md section 5.4
 */
export function controlTotalsOf(awards: Iterable<CountedAward>): ControlTotals {
  let total = NONE;
  // Maps: a group is named by the file, and may be called as a property of every object.
  const groups = TOTALED_BY.map((property) => ({
    property,
    totals: new Map<string, GroupTotals>(),
  }));
  for (const award of awards) {
    const cents = award.award_amount_cents ?? 0;
    total = add(total, cents);
    for (const { property, totals } of groups) {
      const group = String(award[property]);
      totals.set(group, add(totals.get(group) ?? NONE, cents));
    }
  }
  const by = groups.map(({ property, totals }) => [property, Object.fromEntries(totals)] as const);
  return { ...total, by: Object.fromEntries(by) as ControlTotals['by'] };
}

function add({ awards, amount_cents }: GroupTotals, cents: number): GroupTotals {
  return { awards: awards + 1, amount_cents: amount_cents + cents };
}
