import type { AwardColumn } from '@pipelines/contracts';
import type { AwardCells } from './award-cells.ts';
import type { RuleCode } from './rule-catalog.ts';

/** What the rules need to know beside the row. */
export interface RuleSettings {
  /** Year of `run_date`; awards may be one year ahead of it. */
  readonly runYear: number;
  /** An amount of 0 warns instead of failing the row (`ALLOW_ZERO_AMOUNT`). */
  readonly allowZeroAmount: boolean;
}

/** One rule on one column: the code that it breaks, or undefined. `text` is null for nothing. */
export interface AwardRule {
  readonly column: AwardColumn;
  readonly check: (
    text: string | null,
    cells: AwardCells,
    settings: RuleSettings,
  ) => RuleCode | undefined;
}
