import type { DigestCounts } from '@pipelines/contracts';
import type { AwardIndex, IndexedAward } from '../awards/award-index.ts';

/** How many awards of each kind a report shows. */
const MAX_SAMPLE = 20;

/** Fields whose changes are named; any other column of the file is `other`. */
const comparedFields = [
  'award_id',
  'company_name',
  'agency',
  'branch',
  'program',
  'phase',
  'award_year',
  'award_title',
  'award_amount_cents',
  'award_date',
  'contract_end_date',
  'state',
] as const satisfies readonly (keyof IndexedAward)[];

/** One award that is new, gone or amended. No column about persons. */
export interface AwardChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly award_key: string;
  readonly award_id: string;
  readonly company_name: string | null;
  readonly agency: string | null;
  readonly award_year: number | null;
  readonly award_amount_cents: number | null;
  /** Empty unless `changed`; then also empty when only columns outside the index changed. */
  readonly fields: readonly {
    readonly field: string;
    readonly before: string | number | null;
    readonly after: string | number | null;
  }[];
}

interface Amounts {
  readonly before: number;
  readonly after: number;
  readonly delta: number;
}

/** Two vintages compared: `change_digest.json` but for its dates, hashes and keys. */
export interface ChangeDigest {
  readonly counts: DigestCounts;
  readonly amount_cents: Amounts;
  readonly by_agency: readonly ({ readonly agency: string | null } & DigestCounts & {
      readonly amount_cents: Amounts;
    })[];
  readonly changed_fields: Readonly<Record<string, number>>;
  readonly sample: Readonly<Record<AwardChange['change'], readonly AwardChange[]>>;
}

/**
 * Compare two award indexes: which awards are new, gone, amended, and what that is in cents.
 *
 * @param before - undefined on the first run: all awards are added
 * @param onChange - gets every change, in the order of the new file and then of the old one
 * Source: sbir-contracts.md section 8.
 */
export async function digestChanges(
  before: AwardIndex | undefined,
  after: AwardIndex,
  onChange: (change: AwardChange) => Promise<void> | undefined,
): Promise<ChangeDigest> {
  const tally = createDigestTally();
  for (const key of after.keys()) {
    const [old, now] = [before?.get(key), after.get(key)];
    if (now === undefined) continue;
    const change = changeOf(old, now);
    tally.add(old, now, change);
    if (change) await onChange(change);
  }
  for (const key of before?.keys() ?? []) {
    if (after.has(key)) continue;
    const old = before?.get(key);
    if (old === undefined) continue;
    const change = describeChange('removed', old, []);
    tally.add(old, undefined, change);
    await onChange(change);
  }
  return tally.digest();
}

function changeOf(old: IndexedAward | undefined, now: IndexedAward): AwardChange | undefined {
  if (old === undefined) return describeChange('added', now, []);
  if (old.row_hash === now.row_hash) return undefined;
  const fields = comparedFields
    .filter((field) => old[field] !== now[field])
    .map((field) => ({ field, before: old[field], after: now[field] }));
  return describeChange('changed', now, fields);
}

const describeChange = (
  change: AwardChange['change'],
  award: IndexedAward,
  fields: AwardChange['fields'],
): AwardChange => ({
  change,
  award_key: award.award_key,
  award_id: award.award_id,
  company_name: award.company_name,
  agency: award.agency,
  award_year: award.award_year,
  award_amount_cents: award.award_amount_cents,
  fields,
});

interface Totals {
  readonly counts: { -readonly [Key in keyof DigestCounts]: number };
  before: number;
  after: number;
}

const newTotals = (): Totals => ({
  counts: { added: 0, removed: 0, changed: 0, unchanged: 0 },
  before: 0,
  after: 0,
});

function createDigestTally() {
  const all = newTotals();
  const byAgency = new Map<string | null, Totals>();
  const changedFields = new Map<string, number>();
  const sample = {
    added: [] as AwardChange[],
    removed: [] as AwardChange[],
    changed: [] as AwardChange[],
  };
  return {
    add(
      old: IndexedAward | undefined,
      now: IndexedAward | undefined,
      change: AwardChange | undefined,
    ): void {
      const agency = (now ?? old)?.agency ?? null;
      const ofAgency = byAgency.get(agency) ?? newTotals();
      byAgency.set(agency, ofAgency);
      all.counts[change?.change ?? 'unchanged']++;
      ofAgency.counts[change?.change ?? 'unchanged']++;
      all.before += old?.award_amount_cents ?? 0;
      all.after += now?.award_amount_cents ?? 0;
      ofAgency.before += old?.award_amount_cents ?? 0;
      ofAgency.after += now?.award_amount_cents ?? 0;
      if (!change) return;
      if (sample[change.change].length < MAX_SAMPLE) sample[change.change].push(change);
      if (change.change !== 'changed') return;
      const names = change.fields.length > 0 ? change.fields.map(({ field }) => field) : ['other'];
      for (const name of names) changedFields.set(name, (changedFields.get(name) ?? 0) + 1);
    },
    digest: (): ChangeDigest => ({
      counts: { ...all.counts },
      amount_cents: amountsOf(all),
      by_agency: [...byAgency]
        .map(([agency, totals]) => ({ agency, ...totals.counts, amount_cents: amountsOf(totals) }))
        .sort((a, b) => ((a.agency ?? '') < (b.agency ?? '') ? -1 : 1)),
      changed_fields: Object.fromEntries([...changedFields].sort(([a], [b]) => (a < b ? -1 : 1))),
      sample,
    }),
  };
}

const amountsOf = ({ before, after }: Totals): Amounts => ({
  before,
  after,
  delta: after - before,
});
