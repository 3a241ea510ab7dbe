/**
 * The 42 columns of the SBIR award file, in its order.
 *
 * A copy on S3, `schemas/sbir_awards_columns.json`, wins over this list when the file is checked.
 * Source: sbir-refresh.md 3.1.
 */
export const awardColumns = [
  'Company',
  'Award Title',
  'Agency',
  'Branch',
  'Phase',
  'Program',
  'Agency Tracking Number',
  'Contract',
  'Proposal Award Date',
  'Contract End Date',
  'Solicitation Number',
  'Solicitation Year',
  'Solicitation Close Date',
  'Proposal Receipt Date',
  'Date of Notification',
  'Topic Code',
  'Award Year',
  'Award Amount',
  'UEI',
  'Duns',
  'HUBZone Owned',
  'Socially and Economically Disadvantaged',
  'Woman Owned',
  'Number Employees',
  'Company Website',
  'Address1',
  'Address2',
  'City',
  'State',
  'Zip',
  'Abstract',
  'Contact Name',
  'Contact Title',
  'Contact Phone',
  'Contact Email',
  'PI Name',
  'PI Title',
  'PI Phone',
  'PI Email',
  'RI Name',
  'RI POC Name',
  'RI POC Phone',
] as const;

export type AwardColumn = (typeof awardColumns)[number];

/** Without these seven an award file is refused, even when a drifted header is allowed. */
export const requiredAwardColumns = [
  'Company',
  'Award Title',
  'Agency',
  'Phase',
  'Program',
  'Award Year',
  'Award Amount',
] as const satisfies readonly AwardColumn[];

/** Names, titles, telephones and addresses of persons: their values stand in no report. */
export const personalAwardColumns = [
  'Contact Name',
  'Contact Title',
  'Contact Phone',
  'Contact Email',
  'PI Name',
  'PI Title',
  'PI Phone',
  'PI Email',
  'RI POC Name',
  'RI POC Phone',
] as const satisfies readonly AwardColumn[];
