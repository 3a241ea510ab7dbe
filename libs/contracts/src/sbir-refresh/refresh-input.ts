import * as z from 'zod';
import {
  blankable,
  eventText,
  flag,
  graphEventFields,
  optionalText,
  runDate,
} from './event-fields.ts';

/** Passing records of all records, below which the run ends. */
const PASS_RATE_THRESHOLD = 0.95;

/**
 * Input of an execution of `sbir-analytics-weekly-refresh`, and of run-all: every key is optional.
 *
 * The machine merges the same defaults; a schedule never sends `reset_neo4j`. An unknown key is
 * refused, because a misspelt `run_neo4j` must not load a graph.
 * Source: sbir-contracts.md 1.1
 */
export const refreshInput = z.strictObject({
  force_refresh: flag(false),
  source_url: optionalText,
  s3_bucket: optionalText,
  run_date: blankable(runDate.optional()),
  run_neo4j: flag(true),
  reset_neo4j: flag(false),
  confirm_reset: optionalText,
  include_personal: flag(false),
  ...graphEventFields,
  graph_scope: blankable(
    z.enum(['full', 'minimal'], { error: 'must be full or minimal' }).default('full'),
  ),
  allow_schema_drift: flag(false),
  require_company_files: flag(false),
  pass_rate_threshold: blankable(
    z
      .number({ error: 'must be a fraction from 0 to 1' })
      .min(0, { error: 'must be at least 0' })
      .max(1, { error: 'must be at most 1' })
      .default(PASS_RATE_THRESHOLD),
  ),
  company_dir_s3_prefix: blankable(eventText.default('raw/companies/')),
});

export type RefreshInput = z.output<typeof refreshInput>;
