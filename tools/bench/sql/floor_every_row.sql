-- The least that TASK_02 can take: one new version of every pair that it has to write, those that it
-- refreshes and those that it only marks, without finding out which is which.
-- For comparison only; nothing is read but the rows themselves.
-- Reads   :"conflict_schema".conflictvisitmaps
-- Writes  :"conflict_schema".conflictvisitmaps ("UpdatedDate", the value that it has)
-- Re-run  safe: nothing changes.
-- By hand psql -1 -v conflict_schema=conflict -v as_of=2025-01-20T14:30:00Z -f floor_every_row.sql

-- @step update-constant
update :"conflict_schema".conflictvisitmaps
set "UpdatedDate" = "UpdatedDate"
where "CONFLICTID" is not null
  and "VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date;
