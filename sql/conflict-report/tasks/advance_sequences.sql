-- After rows were loaded with their own ids: let the sequences go on after the greatest.
-- Reads   :"conflict_schema".mph, excluded_agency, excluded_ssn, conflicts, conflictvisitmaps,
--         payer_provider_reminders
-- Writes  their sequences
-- Re-run  safe: a sequence never goes back.
-- By hand psql -1 -v conflict_schema=conflict -f advance_sequences.sql
--
-- setval takes the sequence's name as text, where psql fills in no schema: search_path says which
-- schema is meant, until the transaction ends.

-- @step use-conflict-schema
set local search_path to :"conflict_schema";

-- @step advance-mph
select setval('mph_id_seq', greatest(max("ID"), (select last_value from mph_id_seq))::bigint)
from mph;

-- @step advance-excluded-agency
select setval('excluded_agency_id_seq', greatest(max("ID"), (select last_value from excluded_agency_id_seq))::bigint)
from excluded_agency;

-- @step advance-excluded-ssn
select setval('excluded_ssn_id_seq', greatest(max("ID"), (select last_value from excluded_ssn_id_seq))::bigint)
from excluded_ssn;

-- @step advance-conflicts
select setval('conflicts_conflictid_seq', greatest(max("CONFLICTID"), (select last_value from conflicts_conflictid_seq))::bigint)
from conflicts;

-- @step advance-conflictvisitmaps
select setval('conflictvisitmaps_id_seq', greatest(max("ID"), (select last_value from conflictvisitmaps_id_seq))::bigint)
from conflictvisitmaps;

-- @step advance-payer-provider-reminders
select setval('payer_provider_reminders_id_seq', greatest(max("ID"), (select last_value from payer_provider_reminders_id_seq))::bigint)
from payer_provider_reminders;
