import {
  downloadCsvBody,
  downloadCsvEvent,
  enrichmentChecksBody,
  enrichmentChecksEvent,
  ingestionChecksBody,
  ingestionChecksEvent,
  loadNeo4jBody,
  loadNeo4jEvent,
  profileInputsBody,
  profileInputsEvent,
  recordSuccessBody,
  recordSuccessEvent,
  resetNeo4jBody,
  resetNeo4jEvent,
  smokeChecksBody,
  smokeChecksEvent,
  validateDatasetBody,
  validateDatasetEvent,
} from '@pipelines/contracts';

/** The part of a schema that says which fields there are. */
export interface Fields {
  readonly shape: Readonly<Record<string, unknown>>;
}

/** Event and body of the function behind each Task state. */
export const contracts: Readonly<
  Record<string, { readonly event: Fields; readonly body: Fields }>
> = {
  DownloadCSV: { event: downloadCsvEvent, body: downloadCsvBody },
  ValidateDataset: { event: validateDatasetEvent, body: validateDatasetBody },
  ProfileInputs: { event: profileInputsEvent, body: profileInputsBody },
  IngestionChecks: { event: ingestionChecksEvent, body: ingestionChecksBody },
  EnrichmentChecks: { event: enrichmentChecksEvent, body: enrichmentChecksBody },
  ResetNeo4j: { event: resetNeo4jEvent, body: resetNeo4jBody },
  LoadNeo4j: { event: loadNeo4jEvent, body: loadNeo4jBody },
  SmokeChecks: { event: smokeChecksEvent, body: smokeChecksBody },
  RecordSuccess: { event: recordSuccessEvent, body: recordSuccessBody },
};
