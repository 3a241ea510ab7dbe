-- A run has failed: idle again, and the date of the last good run stays.
-- Reads   nothing
-- Writes  :"conflict_schema".settings   ("InProgressFlag" = 2: idle)
-- Re-run  safe: the same value is written again.
-- By hand psql -1 -v conflict_schema=conflict -f fail_run.sql

-- @step set-idle
update :"conflict_schema".settings set "InProgressFlag" = 2;
