-- Did TASK_01 do its work? Counts only; meant for right after it, with the same as_of.
-- Reads   :"analytics_schema".dimprovider, dimpayerprovider, dimpayer
--         :"conflict_schema".payer_provider_reminders, conflictvisitmaps, conflicts,
--         conflictvisitmaps_temp, settings
-- Writes  nothing
-- Re-run  safe: it only reads.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -f validate_task_01.sql

-- @step use-utc
set local time zone 'UTC';

-- @step reminders
select
  (
    select count(*)
    from (
      select distinct provider."Provider Id", payer."Payer Id"
      from :"analytics_schema".dimpayerprovider as link
      join :"analytics_schema".dimprovider as provider
        on provider."Provider Id" = link."Provider Id"
      join :"analytics_schema".dimpayer as payer on payer."Payer Id" = link."Payer Id"
    ) as pair
  ) as payer_provider_pairs_expected,
  (
    select count(*) from :"conflict_schema".payer_provider_reminders
  ) as payer_provider_reminders_actual;

-- The rule of TASK_01's own step copy-to-temp. What TASK_03 has added since, under the same as_of, is
-- not in the copy.
-- @step temp-copy
select
  (
    select count(*)
    from :"conflict_schema".conflictvisitmaps as m
    join :"conflict_schema".conflicts as c on c."CONFLICTID" = m."CONFLICTID"
    where m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
      and (:'as_of'::timestamptz + interval '45 days')::date
      and (
        m."CreatedDate" is distinct from (:'as_of'::timestamptz at time zone 'UTC')
        or exists (
          select from :"conflict_schema".conflictvisitmaps_temp as copy where copy."ID" = m."ID"
        )
      )
  ) as temp_rows_expected,
  (select count(*) from :"conflict_schema".conflictvisitmaps_temp) as temp_rows;

-- @step in-progress
select
  count(*) as settings_rows,
  count(*) filter (where "InProgressFlag" = 1) as settings_in_progress
from :"conflict_schema".settings;
