-- TASK_03, first of three files: every pair of visits that may conflict and is not stored yet.
-- Reads   :"conflict_schema".vw_conflict_report_visits, conflictvisitmaps, etl_option
-- Writes  nothing but the work tables that the next two files go on with
-- Re-run  safe: a stored pair is not listed again.
-- By hand the first of the three files of TASK_03: see task_03_insert_conflicts.sql
--
-- Only who and when is listed here, so that all visits of the window can be compared at once. Where
-- they are, and which rules hold, is found out for the listed pairs alone, by the file of TASK_02.
-- The work tables hold no SSN and go with the transaction.

-- @step use-utc
set local time zone 'UTC';

-- @step use-hash-joins
set local enable_nestloop = off;

-- @step use-memory
set local work_mem = '128MB';

-- @step use-small-samples
set local default_statistics_target = 10;

-- Visits of one caregiver (one SSN) on one date share caregiver_day, the least of their ids. Where
-- nobody knows whether a visit was missed, it is left out like one that was.
-- @step list-window-visits
create temporary table task_03_visits on commit drop as
select
  v."VisitID" as visit_id,
  min(v."VisitID") over (partition by v."SSN", v."VisitDate") as caregiver_day,
  v."ProviderID" as provider_id,
  v."VisitStartTime" is null as is_unstarted,
  v."VisitDate" < (:'as_of'::timestamptz)::date as is_past
from :"conflict_schema".vw_conflict_report_visits as v
where v."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date
  and num_nulls(v."VisitStartTime", v."VisitEndTime") <> 1
  and not v."IsMissed";

-- @step analyze-window-visits
analyze task_03_visits;

-- The table of pairs is wide: it is read once. In a stored pair an empty id and none are the same.
-- @step list-stored-pairs
create temporary table task_03_stored on commit drop as
select
  coalesce(m."VisitID", '') as visit_id,
  coalesce(m."ConVisitID", '') as con_visit_id,
  m."CONFLICTID" as conflict_id
from :"conflict_schema".conflictvisitmaps as m;

-- @step analyze-stored-pairs
analyze task_03_stored;

-- Two visits that nobody started conflict by their schedules alone, and only from today on. A new
-- pair has no row, so it has no id.
-- @step list-new-pairs
create temporary table task_02_pairs on commit drop as
select
  null::numeric as id,
  a.visit_id,
  b.visit_id as con_visit_id,
  true as is_marked,
  false as has_event
from task_03_visits as a
join task_03_visits as b
  on b.caregiver_day = a.caregiver_day
  and b.provider_id <> a.provider_id
where not (a.is_past and a.is_unstarted and b.is_unstarted)
  and not exists (
    select
    from task_03_stored as stored
    where stored.visit_id = a.visit_id and stored.con_visit_id = b.visit_id
  );

-- Empty unless overlaps past midnight count: with the setting off, neither step reads a visit.
-- @step list-nights
create temporary table task_03_nights on commit drop as
select
  v."VisitID" as visit_id,
  min(v."VisitID") over (partition by v."SSN") as caregiver,
  v."VisitDate" as visit_date,
  coalesce(v."VisitStartTime", v."SchStartTime") as starts,
  coalesce(v."VisitEndTime", v."SchEndTime") as ends
from :"conflict_schema".vw_conflict_report_visits as v
where exists (
    select
    from :"conflict_schema".etl_option as o
    where o.name = 'overlap_past_midnight' and o.is_on
  )
  and v."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date
  and num_nulls(v."VisitStartTime", v."VisitEndTime") <> 1
  and not v."IsMissed";

-- @step analyze-nights
analyze task_03_nights;

-- @step add-pairs-past-midnight
insert into task_02_pairs
select null, a.visit_id, b.visit_id, true, false
from task_03_nights as evening
join task_03_nights as morning
  on morning.caregiver = evening.caregiver
  and morning.visit_date = evening.visit_date + 1
  and morning.starts < evening.ends
  and morning.ends > evening.starts
cross join lateral (
  values (evening.visit_id, morning.visit_id), (morning.visit_id, evening.visit_id)
) as both_ways (visit_id, con_visit_id)
join task_03_visits as a on a.visit_id = both_ways.visit_id
join task_03_visits as b
  on b.visit_id = both_ways.con_visit_id
  and b.provider_id <> a.provider_id
where not (a.is_unstarted and b.is_unstarted and (a.is_past or b.is_past))
  and not exists (
    select
    from task_03_stored as stored
    where stored.visit_id = a.visit_id and stored.con_visit_id = b.visit_id
  );
