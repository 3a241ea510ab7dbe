-- Explain, last: what TASK_02 made of the pair, and all that decides whether it looks at it at all.
-- Reads   task_02_explain, task_02_visits, task_02_conflicts, task_02_configuration (work tables)
--         :"conflict_schema".conflictvisitmaps, mph, excluded_agency, excluded_ssn,
--         vw_conflict_report_visits
--         :"analytics_schema".factvisitcallperformance_cr, dimcaregiver, dimprovider
-- Writes  nothing
-- Re-run  safe
-- By hand the last of three files: see explain_pair.sql
--
-- Of people it tells yes and no, times and distances: no SSN, name, address or coordinate.
-- `is_listed` and `comparison` are TASK_02's own words; the rest says why it said them.

-- @step explain-pair
with explained_visit as (
  select
    side.position,
    f."Visit Date" as visit_date,
    f."Provider Id" as provider_id,
    trim(caregiver."SSN") as ssn,
    coalesce(f."Visit Start Time", f."Scheduled Start Time" at time zone 'UTC') as starts,
    coalesce(f."Visit End Time", f."Scheduled End Time" at time zone 'UTC') as ends,
    json_build_object(
      'visit_id', side.visit_id,
      'is_listed', exists (select from task_02_visits as v where v.visit_id = side.visit_id),
      'is_known', f."Visit Id" is not null,
      'visit_date', f."Visit Date",
      'is_in_window', coalesce(
        f."Visit Date" between (:'as_of'::timestamptz - interval '2 years')::date
          and (:'as_of'::timestamptz + interval '45 days')::date, false
      ),
      'has_caregiver', caregiver."Caregiver Id" is not null,
      'has_ssn', coalesce(trim(caregiver."SSN") <> '', false),
      'has_provider', provider."Provider Id" is not null,
      'is_provider_active', coalesce(provider."Is Active", false),
      'is_provider_demo', coalesce(provider."Is Demo", true),
      'is_agency_excluded', exists (
        select
        from :"conflict_schema".excluded_agency as x
        where x."ProviderID" = f."Provider Id"
      ),
      'is_ssn_excluded', exists (
        select
        from :"conflict_schema".excluded_ssn as x
        where trim(x."SSN") = trim(caregiver."SSN")
      ),
      'is_missed', coalesce(f."Is Missed", false),
      'state', case num_nulls(f."Visit Start Time", f."Visit End Time")
        when 0 then 'performed'
        when 1 then 'half_performed'
        else 'scheduled'
      end,
      'starts', coalesce(f."Visit Start Time", f."Scheduled Start Time" at time zone 'UTC'),
      'ends', coalesce(f."Visit End Time", f."Scheduled End Time" at time zone 'UTC'),
      'place', (
        select case side.position when 1 then place."PlaceKind" else place."ConPlaceKind" end
        from :"conflict_schema".vw_conflict_report_visits as place
        where place."VisitID" = side.visit_id
      )
    ) as facts
  from task_02_explain as pair
  cross join lateral (values (1, pair.visit_id), (2, pair.con_visit_id)) as side (position, visit_id)
  left join :"analytics_schema".factvisitcallperformance_cr as f on f."Visit Id" = side.visit_id
  left join :"analytics_schema".dimcaregiver as caregiver
    on caregiver."Caregiver Id" = f."Caregiver Id"
  left join :"analytics_schema".dimprovider as provider
    on provider."Provider Id" = f."Provider Id"
)
select
  json_build_object(
    'first_date', (:'as_of'::timestamptz - interval '2 years')::date,
    'last_date', (:'as_of'::timestamptz + interval '45 days')::date
  ) as date_window,
  a.facts as visit,
  b.facts as con_visit,
  json_build_object(
    'is_same_date', coalesce(a.visit_date = b.visit_date, false),
    'are_dates_compared', (select overlaps_past_midnight from task_02_configuration),
    'is_same_person', coalesce(a.ssn = b.ssn and a.ssn <> '', false),
    'is_same_provider', coalesce(a.provider_id = b.provider_id, false),
    'are_times_equal', coalesce(a.starts = b.starts and a.ends = b.ends, false),
    'overlap_minutes',
      case when num_nulls(a.starts, a.ends, b.starts, b.ends) = 0 then
        extract(epoch from least(a.ends, b.ends) - greatest(a.starts, b.starts)) / 60
      end
  ) as pair,
  -- Should the table have the pair more than once: the row that TASK_02 would refresh.
  (
    select json_build_object(
      'is_due', is_due,
      'has_conflict_id', m."CONFLICTID" is not null,
      'has_event', has_event,
      'is_marked', is_marked,
      'stored_date', m."VisitDate",
      'is_stored_date_in_window', is_in_window,
      'status', m."StatusFlag",
      'flags', json_build_array(
        m."SameSchTimeFlag", m."SameVisitTimeFlag", m."SchAndVisitTimeSameFlag",
        m."SchOverAnotherSchTimeFlag", m."VisitTimeOverAnotherVisitTimeFlag",
        m."SchTimeOverVisitTimeFlag", m."DistanceFlag"
      )
    )
    from :"conflict_schema".conflictvisitmaps as m
    cross join lateral (
      select
        num_nonnulls(
          m."InserviceStartDate", m."InserviceEndDate", m."PTOStartDate", m."PTOEndDate",
          m."ConInserviceStartDate", m."ConInserviceEndDate", m."ConPTOStartDate",
          m."ConPTOEndDate"
        ) > 0,
        m."UpdateFlag" is not distinct from 1,
        coalesce(
          m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
            and (:'as_of'::timestamptz + interval '45 days')::date, false
        )
    ) as stored (has_event, is_marked, is_in_window)
    cross join lateral (
      select m."CONFLICTID" is not null and not has_event and (is_in_window or is_marked)
    ) as due (is_due)
    where m."VisitID" = explained.visit_id and m."ConVisitID" = explained.con_visit_id
    order by is_due desc, m."ID"
    limit 1
  ) as stored,
  (
    select json_build_object(
      'gap_minutes', compared.minute_difference,
      'distance_multiplier', (select distance_multiplier from task_02_configuration),
      'miles', compared.miles,
      'speed_band', (
        select json_build_object('from', band."From", 'to', band."To")
        from :"conflict_schema".mph as band
        where compared.miles between band."From" and band."To"
        order by band."From", band."To", band."ID"
        limit 1
      ),
      'miles_per_hour', compared.miles_per_hour,
      'travel_minutes', compared.travel_minutes,
      'flags', json_build_array(
        compared.same_schedule, compared.same_visit, compared.schedule_same_as_visit,
        compared.schedule_over_schedule, compared.visit_over_visit, compared.schedule_over_visit,
        compared.too_far
      )
    )
    from task_02_conflicts as compared
  ) as comparison
from task_02_explain as explained
join explained_visit as a on a.position = 1
join explained_visit as b on b.position = 2;
