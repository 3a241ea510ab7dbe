-- The least that TASK_02 can take: write the rows that it has refreshed, with a value already known.
-- For comparison only; nothing is read but the rows themselves.
-- Reads   :"conflict_schema".conflictvisitmaps
-- Writes  :"conflict_schema".conflictvisitmaps ("UpdatedDate", the value that it has)
-- Re-run  safe: nothing changes.
-- By hand psql -1 -v conflict_schema=conflict -v as_of=2025-01-20T14:30:00Z \
--           -f floor_constant_update.sql

-- @step update-constant
update :"conflict_schema".conflictvisitmaps
set "UpdatedDate" = :'as_of'::timestamptz at time zone 'UTC'
where "UpdatedDate" = :'as_of'::timestamptz at time zone 'UTC';
