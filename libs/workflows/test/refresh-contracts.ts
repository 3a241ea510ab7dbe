import {
  downloadCsvBody,
  downloadCsvEvent,
  loadNeo4jBody,
  loadNeo4jEvent,
  resetNeo4jBody,
  resetNeo4jEvent,
  smokeChecksBody,
  smokeChecksEvent,
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
  ResetNeo4j: { event: resetNeo4jEvent, body: resetNeo4jBody },
  LoadNeo4j: { event: loadNeo4jEvent, body: loadNeo4jBody },
  SmokeChecks: { event: smokeChecksEvent, body: smokeChecksBody },
};
