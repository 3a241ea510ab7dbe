-- The pairs as the earlier system stores them: full pages, and an index over a column that every run
-- changes, so that each new row version goes elsewhere and into every index.
-- For comparison only: conflict-report.md section 4.7. A VACUUM FULL has to follow.
-- Reads   nothing
-- Writes  the storage and the indexes of :"conflict_schema".conflictvisitmaps
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -f peer_storage.sql

-- @step fill-pages
alter table :"conflict_schema".conflictvisitmaps set (fillfactor = 100);

-- @step drop-index-visits
drop index if exists :"conflict_schema".idx_conflictvisitmaps_visits;

-- @step drop-index-visit-date
drop index if exists :"conflict_schema".idx_conflictvisitmaps_visit_date;

-- @step index-ssn
create index if not exists idx_conflictvisitmaps_ssn
  on :"conflict_schema".conflictvisitmaps ("SSN");

-- @step index-conflict-flag
create index if not exists idx_conflictvisitmaps_conflict_flag
  on :"conflict_schema".conflictvisitmaps ("CONFLICTID", "UpdateFlag", "VisitDate")
  where "CONFLICTID" is not null and "UpdateFlag" = 1;

-- @step index-visit-date
create index if not exists idx_conflictvisitmaps_visitdate
  on :"conflict_schema".conflictvisitmaps ("VisitDate")
  where "CONFLICTID" is not null;

-- @step index-visit-id
create index if not exists idx_conflictvisitmaps_visitid
  on :"conflict_schema".conflictvisitmaps ("VisitID");

-- @step index-ssn-date
create index if not exists idx_conflictvisitmaps_ssn_date
  on :"conflict_schema".conflictvisitmaps ("SSN", "VisitDate")
  where "CONFLICTID" is not null;
