import * as z from 'zod';
import { flag, graphEventFields, graphScope } from './graph-fields.ts';
import { eventText, fieldWithDefault, fraction, optionalField, runDate } from './step-fields.ts';

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
  source_url: optionalField(eventText),
  s3_bucket: optionalField(eventText),
  run_date: optionalField(runDate),
  run_neo4j: flag(true),
  reset_neo4j: flag(false),
  confirm_reset: optionalField(eventText),
  include_personal: flag(false),
  ...graphEventFields,
  graph_scope: graphScope,
  allow_schema_drift: flag(false),
  require_company_files: flag(false),
  pass_rate_threshold: fieldWithDefault(fraction, PASS_RATE_THRESHOLD),
  company_dir_s3_prefix: fieldWithDefault(eventText, 'raw/companies/'),
});

export type RefreshInput = z.output<typeof refreshInput>;
