-- A run has ended well: idle again, and when it was.
-- Reads   nothing
-- Writes  :"conflict_schema".settings   ("InProgressFlag" = 2: idle, "LastLoadDate")
-- Re-run  safe: the same values are written again.
-- By hand psql -1 -v conflict_schema=conflict -v as_of=2025-01-20T14:30:00Z -f finish_run.sql

-- @step set-finished
update :"conflict_schema".settings
set
  "InProgressFlag" = 2,
  "LastLoadDate" = :'as_of'::timestamptz at time zone 'UTC';
