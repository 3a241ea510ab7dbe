-- Are TASK_02's results plausible? Counts of pairs from 30 days before as_of on, never rows.
-- Reads   :"conflict_schema".conflictvisitmaps
-- Writes  nothing
-- Re-run  safe: it only reads.
-- By hand psql -1 -v conflict_schema=conflict -v as_of=2025-01-20T14:30:00Z \
--           -f validate_task_02.sql

-- @step use-utc
set local time zone 'UTC';

-- @step map-rows
select
  count(*) as total_rows,
  count(*) filter (where "UpdateFlag" = 1) as rows_left_marked
from :"conflict_schema".conflictvisitmaps;

-- @step computed-values
select
  count(*) as rows_checked,
  count("DistanceMilesFromLatLng") as distance_populated,
  count("ETATravleMinutes") as eta_populated,
  count("MinuteDiffBetweenSch") as minute_diff_populated,
  count("AverageMilesPerHour") as mph_populated,
  count("DistanceFlag") as distance_flag_not_null,
  count("InServiceFlag") as inservice_flag_not_null,
  count("PTOFlag") as pto_flag_not_null
from :"conflict_schema".conflictvisitmaps
where "VisitDate" >= :'as_of'::timestamptz::date - 30;

-- @step refreshed-details
select
  count(*) as rows_checked,
  count("LastUpdatedBy") as last_updated_by,
  count("LastUpdatedDate") as last_updated_date,
  count("AideFName") as aide_fname,
  count("ConAideFName") as con_aide_fname
from :"conflict_schema".conflictvisitmaps
where "VisitDate" >= :'as_of'::timestamptz::date - 30;

-- @step overlap-flags
select
  count(*) as rows_checked,
  count(*) filter (where "SameSchTimeFlag" = 'Y') as same_sch_time_y,
  count(*) filter (where "SameVisitTimeFlag" = 'Y') as same_visit_time_y,
  count(*) filter (where "SchAndVisitTimeSameFlag" = 'Y') as sch_and_visit_time_same_y,
  count(*) filter (where "SchOverAnotherSchTimeFlag" = 'Y') as sch_over_another_sch_time_y,
  count(*) filter (
    where "VisitTimeOverAnotherVisitTimeFlag" = 'Y'
  ) as visit_time_over_another_visit_time_y,
  count(*) filter (where "SchTimeOverVisitTimeFlag" = 'Y') as sch_time_over_visit_time_y,
  count(*) filter (where "DistanceFlag" = 'Y') as distance_y
from :"conflict_schema".conflictvisitmaps
where "VisitDate" >= :'as_of'::timestamptz::date - 30;

-- @step distances
select
  count(*) as rows_with_distance,
  count(*) filter (where "DistanceMilesFromLatLng" < 0) as negative_distance,
  count(*) filter (where "DistanceMilesFromLatLng" > 500) as extreme_distance_over_500,
  coalesce(round(avg("DistanceMilesFromLatLng"), 4), 0) as avg_distance,
  coalesce(max("DistanceMilesFromLatLng"), 0) as max_distance
from :"conflict_schema".conflictvisitmaps
where "VisitDate" >= :'as_of'::timestamptz::date - 30
  and "DistanceMilesFromLatLng" is not null;
