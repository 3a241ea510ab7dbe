-- The pairs that TASK_02 may update: marked, with a conflict id, without in-service or PTO event.
-- Reads   :"conflict_schema".conflictvisitmaps
-- Writes  view :"conflict_schema".vw_conflictvisitmaps_base
-- Re-run  safe: the view is replaced by itself.
-- By hand psql -1 -v conflict_schema=conflict -f 01_vw_conflictvisitmaps_base.sql

-- @step create-view
create or replace view :"conflict_schema".vw_conflictvisitmaps_base as
select
  m."ID",
  m."CONFLICTID",
  m."VisitID",
  m."AppVisitID",
  m."SSN",
  m."VisitDate",
  m."ProviderID",
  m."AppProviderID"
from :"conflict_schema".conflictvisitmaps as m
where m."CONFLICTID" is not null
  and m."UpdateFlag" = 1
  and num_nonnulls(
    m."InserviceStartDate", m."InserviceEndDate", m."PTOStartDate", m."PTOEndDate",
    m."ConInserviceStartDate", m."ConInserviceEndDate", m."ConPTOStartDate", m."ConPTOEndDate"
  ) = 0;
