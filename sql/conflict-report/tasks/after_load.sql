-- After a bulk load: sequences go on after the loaded ids, and the planner knows the tables.
-- Reads   all tables
-- Writes  the sequences of :"conflict_schema", and the statistics of all tables
-- Re-run  safe: a sequence never goes back.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics -f after_load.sql
--
-- setval takes the sequence's name as text, where psql fills in no schema: search_path says which
-- schema is meant, until the transaction ends. A sequence that was never called has its first value
-- as last_value already, and would give it once more.

-- @step use-conflict-schema
set local search_path to :"conflict_schema";

-- @step advance-mph
select setval('mph_id_seq', max("ID")::bigint)
from mph
having max("ID") > (select last_value - (not is_called)::integer from mph_id_seq);

-- @step advance-excluded-agency
select setval('excluded_agency_id_seq', max("ID")::bigint)
from excluded_agency
having max("ID") > (select last_value - (not is_called)::integer from excluded_agency_id_seq);

-- @step advance-excluded-ssn
select setval('excluded_ssn_id_seq', max("ID")::bigint)
from excluded_ssn
having max("ID") > (select last_value - (not is_called)::integer from excluded_ssn_id_seq);

-- @step advance-conflicts
select setval('conflicts_conflictid_seq', max("CONFLICTID")::bigint)
from conflicts
having max("CONFLICTID") > (select last_value - (not is_called)::integer from conflicts_conflictid_seq);

-- @step advance-conflictvisitmaps
select setval('conflictvisitmaps_id_seq', max("ID")::bigint)
from conflictvisitmaps
having max("ID") > (select last_value - (not is_called)::integer from conflictvisitmaps_id_seq);

-- @step advance-payer-provider-reminders
select setval('payer_provider_reminders_id_seq', max("ID")::bigint)
from payer_provider_reminders
having max("ID") > (select last_value - (not is_called)::integer from payer_provider_reminders_id_seq);

-- @step analyze-conflict-tables
analyze settings, mph, excluded_agency, excluded_ssn, conflicts, conflictvisitmaps,
  conflictvisitmaps_temp, payer_provider_reminders;

-- @step analyze-analytics-tables
analyze
  :"analytics_schema".factvisitcallperformance_cr,
  :"analytics_schema".dimcaregiver,
  :"analytics_schema".dimoffice,
  :"analytics_schema".dimpatient,
  :"analytics_schema".dimpatientaddress,
  :"analytics_schema".dimpayer,
  :"analytics_schema".dimpayerprovider,
  :"analytics_schema".dimprovider,
  :"analytics_schema".dimcontract,
  :"analytics_schema".dimservicecode,
  :"analytics_schema".dimuser;
