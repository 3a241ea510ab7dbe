import { FIRST_AWARD_YEAR } from './rule-catalog.ts';
import type { AwardCells } from './award-cells.ts';
import { detachText } from './null-text.ts';
import { parseYear } from './normalize-numbers.ts';
import { personalAwardColumns, type AwardColumn } from '@pipelines/contracts';

const PREVIEW_ROWS = 10;
/** The agencies are an open set; a broken file must not make it a long one. */
const MAX_AGENCIES = 10_000;
const MAX_PREVIEW_CHARACTERS = 60;

/** What the raw metadata say of a file's content. */
export interface IngestionFacts {
  readonly year_range: string | null;
  readonly unique_agencies: number;
  readonly phase_distribution: readonly { readonly Phase: string; readonly count: number }[];
  /** The first ten rows, without personal columns. */
  readonly preview: readonly (readonly string[])[];
}

/**
 * Gather facts of the rows that pass by. Source: sbir-refresh.md 5.1.
 *
 * @param columns - the file's header; the preview shows its first columns but those about persons
 */
export function createFactGatherer(columns: readonly string[]): {
  add(cells: AwardCells, fields: readonly string[]): void;
  facts(): IngestionFacts;
} {
  const personal: ReadonlySet<string> = new Set<AwardColumn>(personalAwardColumns);
  const agencies = new Set<string>();
  const phases = new Map<string, number>();
  const preview: string[][] = [];
  const years = { first: Infinity, last: -Infinity };
  return {
    add(cells, fields) {
      const year = parseYear(cells.text('Award Year'));
      if (year !== null && year >= FIRST_AWARD_YEAR) {
        years.first = Math.min(years.first, year);
        years.last = Math.max(years.last, year);
      }
      const agency = cells.text('Agency');
      if (agency !== null && agencies.size < MAX_AGENCIES && !agencies.has(agency)) {
        agencies.add(detachText(agency));
      }
      const phase = cells.raw('Phase').trim();
      const known = phases.get(phase);
      if (known !== undefined || phases.size < MAX_AGENCIES) {
        phases.set(known === undefined ? detachText(phase) : phase, (known ?? 0) + 1);
      }
      if (preview.length < PREVIEW_ROWS) {
        preview.push(
          fields
            .filter((_, index) => !personal.has(columns[index] ?? ''))
            .map((field) => detachText(field.slice(0, MAX_PREVIEW_CHARACTERS))),
        );
      }
    },
    facts: () => ({
      year_range: years.last === -Infinity ? null : `${years.first}-${years.last}`,
      unique_agencies: agencies.size,
      phase_distribution: [...phases]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([Phase, count]) => ({ Phase, count })),
      preview,
    }),
  };
}
