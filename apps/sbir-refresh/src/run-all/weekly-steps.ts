import type { JsonObject } from '@pipelines/core';
import type { Invocation } from '@pipelines/lambda-kit';
import { step as downloadCsv } from '../handlers/download-csv.ts';
import { step as enrichmentChecks } from '../handlers/enrichment-checks.ts';
import { step as ingestionChecks } from '../handlers/ingestion-checks.ts';
import { step as loadNeo4j } from '../handlers/load-neo4j.ts';
import { step as profileInputs } from '../handlers/profile-inputs.ts';
import { step as recordSuccess } from '../handlers/record-success.ts';
import { step as resetNeo4j } from '../handlers/reset-neo4j.ts';
import { step as smokeChecks } from '../handlers/smoke-checks.ts';
import { step as validateDataset } from '../handlers/validate-dataset.ts';
import { defineStep } from '../lambda/define-step.ts';
import type { StepHost } from '../lambda/step-host.ts';

/** One step as its Lambda would answer; a failure is thrown when the event says so. */
export type WeeklyStep = (event: JsonObject, invocation?: Invocation) => Promise<unknown>;

/** The functions of the weekly machine, by name. */
export type WeeklySteps = Readonly<Record<string, WeeklyStep>>;

/**
 * The functions of the weekly machine for one process, all on the same host: what their Lambdas do,
 * with their events, their errors and their log lines.
 */
export function createWeeklySteps(host: StepHost): WeeklySteps {
  const onHost = () => host;
  return {
    'download-csv': defineStep(downloadCsv, onHost),
    'validate-dataset': defineStep(validateDataset, onHost),
    'profile-inputs': defineStep(profileInputs, onHost),
    'ingestion-checks': defineStep(ingestionChecks, onHost),
    'enrichment-checks': defineStep(enrichmentChecks, onHost),
    'reset-neo4j': defineStep(resetNeo4j, onHost),
    'load-neo4j': defineStep(loadNeo4j, onHost),
    'smoke-checks': defineStep(smokeChecks, onHost),
    'record-success': defineStep(recordSuccess, onHost),
  };
}
