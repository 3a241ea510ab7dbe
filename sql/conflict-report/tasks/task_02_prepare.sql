-- TASK_02 in chunks, first: mark the pairs due for a check, once, and plan the chunks.
-- Reads   :"conflict_schema".settings, vw_conflictvisitmaps_base
--         :"analytics_schema".factvisitcallperformance_cr, dimcaregiver
-- Writes  :"conflict_schema".conflictvisitmaps ("UpdateFlag"), etl_run, etl_chunk_state
-- Re-run  safe: an unfinished run of the same as_of goes on; nothing is marked or planned again.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -v max_chunk_rows=15000 -v max_chunk_days=800 \
--           -f task_02_prepare.sql
--
-- The last step shows the run and those of its chunks that are not done.

-- @step use-utc
set local time zone 'UTC';

-- The same conditions, under the same names, as in task_02_update_conflicts.sql: a run that they
-- would stop marks nothing.
-- @step declare-configuration
create temporary table task_02_configuration (
  settings_rows bigint,
  distance_multiplier numeric,
  constraint settings_has_exactly_one_row check (settings_rows = 1),
  constraint settings_has_extra_distance_per
    check (settings_rows <> 1 or distance_multiplier is not null)
) on commit drop;

-- @step check-configuration
insert into task_02_configuration
select count(*), min("ExtraDistancePer") from :"conflict_schema".settings;

-- Only the newest run can go on, and only with the moment that it began with: later marks and
-- another window are another run.
-- @step abandon-other-runs
update :"conflict_schema".etl_run
set status = 'abandoned', finished_at = clock_timestamp()
where status in ('running', 'failed')
  and (
    as_of <> :'as_of'::timestamptz
    or run_id <> (select max(run_id) from :"conflict_schema".etl_run)
  );

-- @step reopen-run
update :"conflict_schema".etl_run
set status = 'running', finished_at = null
where status = 'failed';

-- @step start-run
insert into :"conflict_schema".etl_run (run_id, as_of)
select coalesce((select max(run_id) from :"conflict_schema".etl_run), 0) + 1, :'as_of'::timestamptz
where not exists (select from :"conflict_schema".etl_run where status = 'running');

-- A run without a count of marked rows has just been started.
-- @step mark-pairs
update :"conflict_schema".conflictvisitmaps as m
set "UpdateFlag" = 1
where exists (
    select from :"conflict_schema".etl_run where status = 'running' and marked_rows is null
  )
  and m."CONFLICTID" is not null
  and m."UpdateFlag" is distinct from 1
  and m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date;

-- Pairs by the date that the visit has now, which the pair need not have.
-- @step count-pairs-by-date
create temporary table task_02_dates on commit drop as
select
  f."Visit Date" as visit_date,
  row_number() over (order by f."Visit Date") as position,
  count(*) as pairs
from :"conflict_schema".vw_conflictvisitmaps_base as m
join :"analytics_schema".factvisitcallperformance_cr as f on f."Visit Id" = m."VisitID"
join :"analytics_schema".dimcaregiver as caregiver on caregiver."Caregiver Id" = f."Caregiver Id"
where exists (
    select from :"conflict_schema".etl_run where status = 'running' and marked_rows is null
  )
  and trim(caregiver."SSN") <> ''
  and f."Visit Date" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date
group by f."Visit Date";

-- Date after date goes into a chunk until the next one would overfill it. A date that is too large
-- alone is split into buckets.
-- @step plan-chunks
insert into :"conflict_schema".etl_chunk_state
  (run_id, chunk_id, start_date, end_date, bucket, buckets, estimated_rows)
with recursive packed as (
  select position, visit_date, visit_date as start_date, pairs as filled, pairs
  from task_02_dates
  where position = 1
  union all
  select
    next.position,
    next.visit_date,
    case when fits then packed.start_date else next.visit_date end,
    case when fits then packed.filled + next.pairs else next.pairs end,
    next.pairs
  from packed
  join task_02_dates as next on next.position = packed.position + 1
  cross join lateral (
    select packed.filled + next.pairs <= :'max_chunk_rows'::integer
      and next.visit_date - packed.start_date < :'max_chunk_days'::integer
  ) as room (fits)
),
chunks as (
  select
    start_date,
    max(visit_date) as end_date,
    sum(pairs) as pairs,
    ceil(sum(pairs) / :'max_chunk_rows'::integer)::integer as buckets
  from packed
  group by start_date
)
select
  run.run_id,
  row_number() over (order by chunks.start_date, bucket),
  chunks.start_date,
  chunks.end_date,
  bucket,
  chunks.buckets,
  ceil(chunks.pairs / chunks.buckets)
from chunks
cross join generate_series(0, chunks.buckets - 1) as bucket
join :"conflict_schema".etl_run as run on run.status = 'running';

-- @step record-marks
update :"conflict_schema".etl_run
set marked_rows = (
  select count(*)
  from :"conflict_schema".conflictvisitmaps as m
  where m."CONFLICTID" is not null
    and m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
      and (:'as_of'::timestamptz + interval '45 days')::date
)
where status = 'running' and marked_rows is null;

-- @step list-chunks
select
  run.run_id,
  run.marked_rows::integer,
  coalesce(sum(chunk.estimated_rows), 0)::integer as total_rows,
  count(chunk.chunk_id)::integer as num_chunks,
  coalesce(
    json_agg(json_build_object(
      'chunk_id', chunk.chunk_id,
      'start_date', chunk.start_date,
      'end_date', chunk.end_date,
      'bucket', chunk.bucket,
      'buckets', chunk.buckets,
      'estimated_rows', chunk.estimated_rows
    ) order by chunk.chunk_id) filter (where chunk.chunk_id is not null),
    '[]'
  ) as date_chunks
from :"conflict_schema".etl_run as run
left join :"conflict_schema".etl_chunk_state as chunk
  on chunk.run_id = run.run_id and chunk.status <> 'done'
where run.status = 'running'
group by run.run_id;
