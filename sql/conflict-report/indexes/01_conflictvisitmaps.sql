-- Indexes of the pairs: by their two visits, and by visit date.
-- Reads   :"conflict_schema".conflictvisitmaps
-- Writes  indexes of :"conflict_schema".conflictvisitmaps, and its statistics
-- Re-run  safe: an index that exists is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -f 01_conflictvisitmaps.sql
--
-- None names "UpdateFlag": every run sets and clears it, and a column without an index lets
-- PostgreSQL write the new row version without touching any index (HOT).

-- @step index-visits
create index if not exists idx_conflictvisitmaps_visits
  on :"conflict_schema".conflictvisitmaps ("VisitID", "ConVisitID");

-- @step index-visit-date
create index if not exists idx_conflictvisitmaps_visit_date
  on :"conflict_schema".conflictvisitmaps ("VisitDate", "CONFLICTID");

-- @step analyze
analyze :"conflict_schema".conflictvisitmaps;
