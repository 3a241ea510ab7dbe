-- TASK_02 in chunks, for each of them: the marked pairs whose primary visit lies in the chunk.
-- Reads   :"conflict_schema".vw_conflictvisitmaps_base
--         :"analytics_schema".factvisitcallperformance_cr, dimcaregiver
-- Writes  :"conflict_schema".etl_chunk_state, and what task_02_update_conflicts.sql writes
-- Re-run  safe: the pairs of a finished chunk are no longer marked, so none is updated.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -v run_id=1 -v chunk_id=1 -v start_date=2025-01-21 \
--           -v end_date=2025-01-24 -v bucket=0 -v buckets=1 \
--           -f task_02_chunk.sql -f task_02_update_conflicts.sql -f task_02_finish_chunk.sql
--
-- The three files are one transaction. The date is the visit's, not the pair's: a visit that was
-- moved since is not lost. The other visit of a pair has the same date and SSN, or it is no
-- conflict, so the chunk of the primary visit has both.

-- @step use-utc
set local time zone 'UTC';

-- A chunk looks its few rows up, so that it takes as long however large the tables are. On the disks
-- of today a page anywhere costs about as much as the next one, not four times as much.
-- @step use-index-lookups
set local random_page_cost = 1.1;

-- Other chunks work beside this one: they have the other cores.
-- @step use-one-process
set local max_parallel_workers_per_gather = 0;

-- A chunk is too short to be worth compiling.
-- @step use-no-compiler
set local jit = off;

-- The row's lock makes a second attempt wait for the end of a first one that still works.
-- @step claim-chunk
update :"conflict_schema".etl_chunk_state
set started_at = clock_timestamp(), finished_at = null, error = null
where run_id = :'run_id'::integer and chunk_id = :'chunk_id'::integer;

-- From the dates to their caregivers, never the other way: `offset 0` keeps the bucket's condition
-- where it is looked up by index. Its share is unknown to the planner, which would read all
-- caregivers for it.
-- @step list-chunk-visits
create temporary table task_02_chunk on commit drop as
select f."Visit Id" as visit_id
from :"analytics_schema".factvisitcallperformance_cr as f
cross join lateral (
  select
  from :"analytics_schema".dimcaregiver as caregiver
  where caregiver."Caregiver Id" = f."Caregiver Id"
    and mod(
      hashtext(trim(caregiver."SSN"))::bigint + 2147483648, :'buckets'::integer
    ) = :'bucket'::integer
  offset 0
) as in_bucket
where f."Visit Date" between :'start_date'::date and :'end_date'::date;

-- @step analyze-chunk-visits
analyze task_02_chunk;

-- @step list-chunk-pairs
create temporary table task_02_pairs on commit drop as
select
  m."ID" as id,
  m."VisitID" as visit_id,
  stored."ConVisitID" as con_visit_id,
  true as is_marked,
  false as has_event
from task_02_chunk as visit
join :"conflict_schema".vw_conflictvisitmaps_base as m on m."VisitID" = visit.visit_id
join :"conflict_schema".conflictvisitmaps as stored on stored."ID" = m."ID";
