-- Indexes for the look-ups by something other than the primary key.
-- Reads   the tables named below
-- Writes  their indexes
-- Re-run  safe: an index that exists is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics -f 02_lookups.sql

-- @step index-visit-date
create index if not exists idx_factvisitcallperformance_cr_visit_date
  on :"analytics_schema".factvisitcallperformance_cr ("Visit Date", "Caregiver Id");

-- @step index-patient-addresses
create index if not exists idx_dimpatientaddress_patient
  on :"analytics_schema".dimpatientaddress
  ("Patient Id", "Application Created UTC Timestamp" desc)
  where "Primary Address";

-- @step index-excluded-ssns
create index if not exists idx_excluded_ssn_trimmed
  on :"conflict_schema".excluded_ssn (trim("SSN"));

-- @step index-reminders
create index if not exists idx_payer_provider_reminders_pair
  on :"conflict_schema".payer_provider_reminders ("PayerID", "ProviderID");
