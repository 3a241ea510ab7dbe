-- TASK_02: recompute every known pair of visits and refresh those that still conflict.
-- Reads   :"conflict_schema".vw_conflict_report_visits, vw_conflictvisitmaps_base,
--         vw_gps_addresses, settings, etl_option, mph; the visit fact and dimensions of :"analytics_schema"
-- Writes  :"conflict_schema".conflictvisitmaps   (never inserts, never deletes), etl_run
-- Re-run  safe: the same pairs conflict again and get the same values.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -f task_02_update_conflicts.sql
--
-- A pair that conflicts ends with "UpdateFlag" null; a due pair that does not ends with 1, which
-- leaves it to TASK_02_3. Each row is written once, by the step that decides its end state.
-- The work tables hold no SSN and go with the transaction.
-- A chunk is the same work on fewer pairs: task_02_chunk.sql, run before this file in the same
-- transaction, makes task_02_pairs, and then no pair is looked for here.
-- TASK_03 is the same work on pairs that are not stored yet: task_03_list_pairs.sql makes
-- task_02_pairs without ids, so that no row is updated here, and task_03_insert_conflicts.sql goes
-- on with the work tables.
-- To explain a pair is the same work too: explain_pair.sql, run before this file, leaves one pair that
-- no row of the table has, and then a comparison without conflict is kept for explain_report.sql.
-- The file is long because it is one transaction and names each of 199 columns where it comes from.

-- @step use-utc
set local time zone 'UTC';

-- Whole sets are joined: a nested loop would only be chosen on a wrong estimate, and then it takes
-- hours. A chunk looks its few rows up by index instead of reading every table to its end.
-- @step use-hash-joins
select set_config('enable_nestloop', (to_regclass('pg_temp.task_02_chunk') is not null)::text, true);

-- @step use-memory
set local work_mem = '128MB';

-- Statements of 200 columns take longer to compile than that saves: 1 to 2 s of 11, with the settings
-- that PostgreSQL 15 comes with.
-- @step use-no-compiler
set local jit = off;

-- Rows of the table of pairs are narrow once they are read: two processes read it. A chunk has one.
-- @step use-parallel-reading
set local parallel_tuple_cost = 0.01;

-- The work tables need counts and widths only, and 3 000 rows give them.
-- @step use-small-samples
set local default_statistics_target = 10;

-- The constraints are named after what is wrong: their name reaches the operator.
-- @step declare-configuration
create temporary table task_02_configuration (
  settings_rows bigint,
  distance_multiplier numeric,
  overlaps_past_midnight boolean,
  constraint settings_has_exactly_one_row check (settings_rows = 1),
  constraint settings_has_extra_distance_per
    check (settings_rows <> 1 or distance_multiplier is not null)
) on commit drop;

-- @step check-configuration
insert into task_02_configuration
select
  count(*),
  min("ExtraDistancePer"),
  exists (
    select
    from :"conflict_schema".etl_option as o
    where o.name = 'overlap_past_midnight' and o.is_on
  )
from :"conflict_schema".settings;

-- What the chunks of an unfinished run had left to do is done here.
-- @step abandon-chunked-runs
update :"conflict_schema".etl_run
set status = 'abandoned', finished_at = clock_timestamp()
where status in ('running', 'failed')
  and to_regclass('pg_temp.task_02_chunk') is null
  and to_regclass('pg_temp.task_03_visits') is null;

-- @step list-due-pairs
create temporary table if not exists task_02_pairs on commit drop as
select
  m."ID" as id,
  m."VisitID" as visit_id,
  m."ConVisitID" as con_visit_id,
  m."UpdateFlag" is not distinct from 1 as is_marked,
  num_nonnulls(
    m."InserviceStartDate", m."InserviceEndDate", m."PTOStartDate", m."PTOEndDate",
    m."ConInserviceStartDate", m."ConInserviceEndDate", m."ConPTOStartDate", m."ConPTOEndDate"
  ) > 0 as has_event
from :"conflict_schema".conflictvisitmaps as m
where m."CONFLICTID" is not null
  and m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date;

-- An earlier run's mark still counts when the stored date has left the window since. A chunk and
-- TASK_03 have their pairs already.
-- @step add-pairs-left-marked
insert into task_02_pairs
select m."ID", m."VisitID", stored."ConVisitID", true, false
from :"conflict_schema".vw_conflictvisitmaps_base as m
join :"conflict_schema".conflictvisitmaps as stored on stored."ID" = m."ID"
where to_regclass('pg_temp.task_02_chunk') is null
  and to_regclass('pg_temp.task_03_visits') is null
  and (
    m."VisitDate" < (:'as_of'::timestamptz - interval '2 years')::date
    or m."VisitDate" > (:'as_of'::timestamptz + interval '45 days')::date
    or m."VisitDate" is null
  );

-- @step analyze-pairs
analyze task_02_pairs;

-- Counted for themselves, so that the few visits of a chunk are looked up by index.
-- @step list-needed-visits
create temporary table task_02_needed on commit drop as
select visit_id from task_02_pairs where not has_event
union
select con_visit_id from task_02_pairs where not has_event;

-- @step analyze-needed-visits
analyze task_02_needed;

-- A visit's time is its performed time, or its scheduled time while it is unstarted. One that has
-- only one end of its performed time can conflict with nothing.
-- Visits of one caregiver (one SSN) on one date share caregiver_day, the least of their ids. Where
-- overlaps past midnight count, those of all dates share it.
-- @step list-visits
create temporary table task_02_visits on commit drop as
select
  v."VisitID" as visit_id,
  min(v."VisitID") over (
    partition by
      v."SSN",
      case when not (select overlaps_past_midnight from task_02_configuration) then v."VisitDate" end
  ) as caregiver_day,
  v."VisitDate" as visit_date,
  v."ProviderID" as provider_id,
  v."VisitStartTime" is not null as is_done,
  coalesce(v."VisitStartTime", v."SchStartTime") as starts,
  coalesce(v."VisitEndTime", v."SchEndTime") as ends,
  v."Place" as place,
  v."ConPlace" as con_place,
  v."ProviderPatientID" as served_patient_id,
  v."PayerPatientID" as insured_patient_id
from task_02_needed as needed
join :"conflict_schema".vw_conflict_report_visits as v on v."VisitID" = needed.visit_id
where v."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date
  and num_nulls(v."VisitStartTime", v."VisitEndTime") <> 1;

-- @step analyze-visits
analyze task_02_visits;

-- @step find-conflicts
create temporary table task_02_conflicts on commit drop as
with mode as (
  select to_regclass('pg_temp.task_02_explain') is not null as is_explaining
),
timed as materialized (
  select
    pair.id,
    pair.visit_id,
    pair.con_visit_id,
    a.place,
    b.con_place,
    not a.is_done and not b.is_done as are_unstarted,
    a.is_done and b.is_done as are_done,
    a.is_done <> b.is_done as are_mixed,
    a.starts = b.starts and a.ends = b.ends as is_same,
    a.starts < b.ends and a.ends > b.starts
      and (a.starts, a.ends) <> (b.starts, b.ends) as is_over,
    -- Minutes from the end of one performed visit to the start of the other; null unless positive,
    -- and between two dates.
    case when a.is_done and b.is_done and a.ends < b.starts and a.visit_date = b.visit_date
      then extract(epoch from b.starts - a.ends) / 60 end as minutes_after,
    case when a.is_done and b.is_done and b.ends < a.starts and a.visit_date = b.visit_date
      then extract(epoch from a.starts - b.ends) / 60 end as minutes_before
  from task_02_pairs as pair
  join task_02_visits as a on a.visit_id = pair.visit_id
  join task_02_visits as b
    on b.visit_id = pair.con_visit_id
    and b.caregiver_day = a.caregiver_day
    and b.provider_id <> a.provider_id
  where not pair.has_event
),
-- Great circle on a sphere of 6371 km; 1609.34 metres to the mile. Rounding may exceed asin's 1.
-- Without both places there is no distance: least() alone would make half the globe of a null.
apart as materialized (
  select
    timed.*,
    least(minutes_after, minutes_before) as gap_minutes,
    case when place is not null and con_place is not null then
      round((
        2 * 6371000 * asin(least(1, sqrt(
          sin(radians(con_place[0] - place[0]) / 2) ^ 2
          + cos(radians(place[0])) * cos(radians(con_place[0]))
            * sin(radians(con_place[1] - place[1]) / 2) ^ 2
        ))) / 1609.34 * (select distance_multiplier from task_02_configuration)
      )::numeric, 2)
    end as miles
  from timed
  where is_same or is_over or minutes_after is not null or minutes_before is not null
    or (select is_explaining from mode)
),
-- Bands are meant not to overlap; where they do, the first one counts.
driven as materialized (
  select
    apart.*,
    case when apart.miles is not null then (
      select band."AverageMilesPerHour"
      from :"conflict_schema".mph as band
      where apart.miles between band."From" and band."To"
      order by band."From", band."To", band."ID"
      limit 1
    ) end as miles_per_hour
  from apart
),
judged as (
  select
    driven.*,
    travel_minutes,
    travel_minutes > gap_minutes as is_too_far
  from driven
  cross join lateral (
    select round(miles / nullif(miles_per_hour, 0) * 60, 2) as travel_minutes
  ) as travel
)
select
  id,
  visit_id,
  con_visit_id,
  coalesce(gap_minutes, 0) as minute_difference,
  miles,
  miles_per_hour,
  travel_minutes,
  case when is_same and are_unstarted then 'Y' else 'N' end as same_schedule,
  case when is_same and are_done then 'Y' else 'N' end as same_visit,
  case when is_same and are_mixed then 'Y' else 'N' end as schedule_same_as_visit,
  case when is_over and are_unstarted then 'Y' else 'N' end as schedule_over_schedule,
  case when is_over and are_done then 'Y' else 'N' end as visit_over_visit,
  case when is_over and are_mixed then 'Y' else 'N' end as schedule_over_visit,
  case when is_too_far then 'Y' else 'N' end as too_far
from judged
where is_same or is_over or is_too_far or (select is_explaining from mode);

-- @step analyze-conflicts
analyze task_02_conflicts;

-- @step mark-pairs-without-conflict
update :"conflict_schema".conflictvisitmaps as m
set "UpdateFlag" = 1
from task_02_pairs as pair
where m."ID" = pair.id
  and not pair.is_marked
  and not exists (select from task_02_conflicts as hit where hit.id = pair.id);

-- Of the patients of these visits alone: a join would sort the addresses of all.
-- @step list-addresses
create temporary table task_02_addresses on commit drop as
select address.*
from (
  select served_patient_id as patient_id from task_02_visits
  union
  select insured_patient_id from task_02_visits
) as patient
cross join lateral (
  select gps.*
  from :"conflict_schema".vw_gps_addresses as gps
  where gps."Patient Id" = patient.patient_id
  -- Keeps the condition inside, where it is a look-up by index.
  offset 0
) as address;

-- @step analyze-addresses
analyze task_02_addresses;

-- What a pair says of each of its visits, under the names of the primary side. No SSN is copied.
-- The agency's phone and the patients' status are for TASK_03 alone: a stored pair keeps its own.
-- @step describe-visits
create temporary table task_02_details on commit drop as
select
  f."Visit Id" as "VisitID",
  f."Application Visit Id"::varchar(50) as "AppVisitID",
  f."Visit Date" as "VisitDate",
  f."Scheduled Start Time" at time zone 'UTC' as "SchStartTime",
  f."Scheduled End Time" at time zone 'UTC' as "SchEndTime",
  f."Visit Start Time" as "VisitStartTime",
  f."Visit End Time" as "VisitEndTime",
  f."Call In Time" as "EVVStartTime",
  f."Call Out Time" as "EVVEndTime",
  f."Call Out Device Type" as "EVVType",
  v.place[0]::text as "PLatitude",
  v.place[1]::text as "PLongitude",
  v.con_place[0]::text as "ConPLatitude",
  v.con_place[1]::text as "ConPLongitude",
  f."Provider Id" as "ProviderID",
  f."Application Provider Id"::varchar(50) as "AppProviderID",
  provider."Provider Name" as "ProviderName",
  provider."Federal Tax Number" as "FederalTaxNumber",
  provider."Phone Number 1" as "AgencyPhone",
  f."Office Id" as "OfficeID",
  f."Application Office Id"::varchar(50) as "AppOfficeID",
  office."Office Name" as "Office",
  f."Caregiver Id" as "CaregiverID",
  f."Application Caregiver Id" as "AppCaregiverID",
  caregiver."Caregiver Code" as "AideCode",
  caregiver."Caregiver Fullname" as "AideName",
  caregiver."Caregiver Firstname" as "AideFName",
  caregiver."Caregiver Lastname" as "AideLName",
  caregiver."Status" as "AideStatus",
  f."Payer Id" as "PayerID",
  f."Application Payer Id"::varchar(50) as "AppPayerID",
  payer."Payer State" as "PayerState",
  coalesce(payer."Payer Name", contract."Contract Name") as "Contract",
  case
    when f."Application Payer Id" = 0 and f."Application Contract Id" <> 0 then 'Internal'
    when f."Application Payer Id" <> 0 and f."Application Contract Id" <> 0 then 'UPR'
    when f."Application Payer Id" <> 0 and f."Application Contract Id" = 0 then 'Payer'
  end as "ContractType",
  f."Service Code Id" as "ServiceCodeID",
  f."Application Service Code Id" as "AppServiceCodeID",
  service."Service Code" as "ServiceCode",
  f."Billed" as "Billed",
  f."Invoice Date"::timestamp as "BilledDate",
  f."Billed Hours" as "BilledHours",
  f."Billed Rate" as "BilledRate",
  f."Total Billed Amount" as "TotalBilledAmount",
  f."Bill Rate Non-Billed" as "BillRateNonBilled",
  case f."Billed"
    when 'yes' then f."Billed Rate"
    else f."Bill Rate Non-Billed"
  end as "BillRateBoth",
  f."Bill Type" as "RateType",
  f."Is Missed" as "IsMissed",
  f."Missed Visit Reason" as "MissedVisitReason",
  f."Visit Updated Timestamp" at time zone 'UTC' as "LastUpdatedDate",
  editor."User Fullname" as "LastUpdatedBy",
  f."Patient Id" as "PatientID",
  f."Application Patient Id" as "AppPatientID",
  f."Provider Patient Id" as "P_PatientID",
  f."Application Provider Patient Id" as "P_AppPatientID",
  served."Admission Id" as "P_PAdmissionID",
  served."Patient Name" as "P_PName",
  served."Patient Firstname" as "P_PFName",
  served."Patient Lastname" as "P_PLName",
  served."Medicaid Number" as "P_PMedicaidNumber",
  served."Status" as "P_PStatus",
  served_address."Patient Address Id" as "P_PAddressID",
  served_address."Application Patient Address Id" as "P_PAppAddressID",
  served_address."Address Line 1" as "P_PAddressL1",
  served_address."Address Line 2" as "P_PAddressL2",
  served_address."City" as "P_PCity",
  served_address."Address State" as "P_PAddressState",
  served_address."Zip Code" as "P_PZipCode",
  served_address."County" as "P_PCounty",
  f."Payer Patient Id" as "PA_PatientID",
  f."Application Payer Patient Id" as "PA_AppPatientID",
  insured."Admission Id" as "PA_PAdmissionID",
  insured."Patient Name" as "PA_PName",
  insured."Patient Firstname" as "PA_PFName",
  insured."Patient Lastname" as "PA_PLName",
  insured."Medicaid Number" as "PA_PMedicaidNumber",
  insured."Status" as "PA_PStatus",
  insured_address."Patient Address Id" as "PA_PAddressID",
  insured_address."Application Patient Address Id" as "PA_PAppAddressID",
  insured_address."Address Line 1" as "PA_PAddressL1",
  insured_address."Address Line 2" as "PA_PAddressL2",
  insured_address."City" as "PA_PCity",
  insured_address."Address State" as "PA_PAddressState",
  insured_address."Zip Code" as "PA_PZipCode",
  insured_address."County" as "PA_PCounty"
from task_02_visits as v
join :"analytics_schema".factvisitcallperformance_cr as f on f."Visit Id" = v.visit_id
join :"analytics_schema".dimcaregiver as caregiver on caregiver."Caregiver Id" = f."Caregiver Id"
join :"analytics_schema".dimprovider as provider on provider."Provider Id" = f."Provider Id"
left join :"analytics_schema".dimoffice as office
  on office."Office Id" = f."Office Id" and office."Is Active"
left join :"analytics_schema".dimpayer as payer
  on payer."Payer Id" = f."Payer Id" and payer."Is Active" and not payer."Is Demo"
left join :"analytics_schema".dimcontract as contract
  on contract."Contract Id" = f."Contract Id" and contract."Is Active"
left join :"analytics_schema".dimservicecode as service
  on service."Service Code Id" = f."Service Code Id"
left join :"analytics_schema".dimuser as editor on editor."User Id" = f."Visit Updated User Id"
left join :"analytics_schema".dimpatient as served
  on served."Patient Id" = f."Provider Patient Id"
left join task_02_addresses as served_address
  on served_address."Patient Id" = served."Patient Id"
left join :"analytics_schema".dimpatient as insured
  on insured."Patient Id" = f."Payer Patient Id"
left join task_02_addresses as insured_address
  on insured_address."Patient Id" = insured."Patient Id";

-- Rows of eighty columns: 300 of them tell their width.
-- @step use-smallest-samples
set local default_statistics_target = 1;

-- @step analyze-details
analyze task_02_details;

-- @step update-conflicts
update :"conflict_schema".conflictvisitmaps as m
set
  "SSN" = trim(a_caregiver."SSN"),
  "AppVisitID" = a."AppVisitID", "ConAppVisitID" = b."AppVisitID",
  "VisitDate" = a."VisitDate",
  "SchStartTime" = a."SchStartTime", "ConSchStartTime" = b."SchStartTime",
  "SchEndTime" = a."SchEndTime", "ConSchEndTime" = b."SchEndTime",
  "VisitStartTime" = a."VisitStartTime", "ConVisitStartTime" = b."VisitStartTime",
  "VisitEndTime" = a."VisitEndTime", "ConVisitEndTime" = b."VisitEndTime",
  "EVVStartTime" = a."EVVStartTime", "ConEVVStartTime" = b."EVVStartTime",
  "EVVEndTime" = a."EVVEndTime", "ConEVVEndTime" = b."EVVEndTime",
  "EVVType" = a."EVVType", "ConEVVType" = b."EVVType",
  "PLatitude" = a."PLatitude", "ConPLatitude" = b."ConPLatitude",
  "PLongitude" = a."PLongitude", "ConPLongitude" = b."ConPLongitude",
  "ProviderID" = a."ProviderID", "ConProviderID" = b."ProviderID",
  "AppProviderID" = a."AppProviderID", "ConAppProviderID" = b."AppProviderID",
  "ProviderName" = a."ProviderName", "ConProviderName" = b."ProviderName",
  "FederalTaxNumber" = a."FederalTaxNumber", "ConFederalTaxNumber" = b."FederalTaxNumber",
  "OfficeID" = a."OfficeID", "ConOfficeID" = b."OfficeID",
  "AppOfficeID" = a."AppOfficeID", "ConAppOfficeID" = b."AppOfficeID",
  "Office" = a."Office", "ConOffice" = b."Office",
  "CaregiverID" = a."CaregiverID", "ConCaregiverID" = b."CaregiverID",
  "AppCaregiverID" = a."AppCaregiverID", "ConAppCaregiverID" = b."AppCaregiverID",
  "AideCode" = a."AideCode", "ConAideCode" = b."AideCode",
  "AideName" = a."AideName", "ConAideName" = b."AideName",
  "AideFName" = a."AideFName", "ConAideFName" = b."AideFName",
  "AideLName" = a."AideLName", "ConAideLName" = b."AideLName",
  "AideStatus" = a."AideStatus", "ConAideStatus" = b."AideStatus",
  "AideSSN" = trim(a_caregiver."SSN"), "ConAideSSN" = trim(b_caregiver."SSN"),
  "PayerID" = a."PayerID", "ConPayerID" = b."PayerID",
  "AppPayerID" = a."AppPayerID", "ConAppPayerID" = b."AppPayerID",
  "PayerState" = a."PayerState", "ConPayerState" = b."PayerState",
  "Contract" = a."Contract", "ConContract" = b."Contract",
  "ContractType" = a."ContractType", "ConContractType" = b."ContractType",
  "ServiceCodeID" = a."ServiceCodeID", "ConServiceCodeID" = b."ServiceCodeID",
  "AppServiceCodeID" = a."AppServiceCodeID", "ConAppServiceCodeID" = b."AppServiceCodeID",
  "ServiceCode" = a."ServiceCode", "ConServiceCode" = b."ServiceCode",
  "Billed" = a."Billed", "ConBilled" = b."Billed",
  "BilledDate" = a."BilledDate", "ConBilledDate" = b."BilledDate",
  "BilledHours" = a."BilledHours", "ConBilledHours" = b."BilledHours",
  "BilledRate" = a."BilledRate", "ConBilledRate" = b."BilledRate",
  "TotalBilledAmount" = a."TotalBilledAmount", "ConTotalBilledAmount" = b."TotalBilledAmount",
  "BillRateNonBilled" = a."BillRateNonBilled", "ConBillRateNonBilled" = b."BillRateNonBilled",
  "BillRateBoth" = a."BillRateBoth", "ConBillRateBoth" = b."BillRateBoth",
  "RateType" = a."RateType", "ConRateType" = b."RateType",
  "IsMissed" = a."IsMissed", "ConIsMissed" = b."IsMissed",
  "MissedVisitReason" = a."MissedVisitReason", "ConMissedVisitReason" = b."MissedVisitReason",
  "LastUpdatedDate" = a."LastUpdatedDate", "ConLastUpdatedDate" = b."LastUpdatedDate",
  "LastUpdatedBy" = a."LastUpdatedBy", "ConLastUpdatedBy" = b."LastUpdatedBy",
  "PatientID" = a."PatientID", "ConPatientID" = b."PatientID",
  "AppPatientID" = a."AppPatientID", "ConAppPatientID" = b."AppPatientID",
  "P_PatientID" = a."P_PatientID", "ConP_PatientID" = b."P_PatientID",
  "P_AppPatientID" = a."P_AppPatientID", "ConP_AppPatientID" = b."P_AppPatientID",
  "P_PAdmissionID" = a."P_PAdmissionID", "ConP_PAdmissionID" = b."P_PAdmissionID",
  "P_PName" = a."P_PName", "ConP_PName" = b."P_PName",
  "P_PFName" = a."P_PFName", "ConP_PFName" = b."P_PFName",
  "P_PLName" = a."P_PLName", "ConP_PLName" = b."P_PLName",
  "P_PMedicaidNumber" = a."P_PMedicaidNumber", "ConP_PMedicaidNumber" = b."P_PMedicaidNumber",
  "P_PAddressID" = a."P_PAddressID", "ConP_PAddressID" = b."P_PAddressID",
  "P_PAppAddressID" = a."P_PAppAddressID", "ConP_PAppAddressID" = b."P_PAppAddressID",
  "P_PAddressL1" = a."P_PAddressL1", "ConP_PAddressL1" = b."P_PAddressL1",
  "P_PAddressL2" = a."P_PAddressL2", "ConP_PAddressL2" = b."P_PAddressL2",
  "P_PCity" = a."P_PCity", "ConP_PCity" = b."P_PCity",
  "P_PAddressState" = a."P_PAddressState", "ConP_PAddressState" = b."P_PAddressState",
  "P_PZipCode" = a."P_PZipCode", "ConP_PZipCode" = b."P_PZipCode",
  "P_PCounty" = a."P_PCounty", "ConP_PCounty" = b."P_PCounty",
  "PA_PatientID" = a."PA_PatientID", "ConPA_PatientID" = b."PA_PatientID",
  "PA_AppPatientID" = a."PA_AppPatientID", "ConPA_AppPatientID" = b."PA_AppPatientID",
  "PA_PAdmissionID" = a."PA_PAdmissionID", "ConPA_PAdmissionID" = b."PA_PAdmissionID",
  "PA_PName" = a."PA_PName", "ConPA_PName" = b."PA_PName",
  "PA_PFName" = a."PA_PFName", "ConPA_PFName" = b."PA_PFName",
  "PA_PLName" = a."PA_PLName", "ConPA_PLName" = b."PA_PLName",
  "PA_PMedicaidNumber" = a."PA_PMedicaidNumber", "ConPA_PMedicaidNumber" = b."PA_PMedicaidNumber",
  "PA_PAddressID" = a."PA_PAddressID", "ConPA_PAddressID" = b."PA_PAddressID",
  "PA_PAppAddressID" = a."PA_PAppAddressID", "ConPA_PAppAddressID" = b."PA_PAppAddressID",
  "PA_PAddressL1" = a."PA_PAddressL1", "ConPA_PAddressL1" = b."PA_PAddressL1",
  "PA_PAddressL2" = a."PA_PAddressL2", "ConPA_PAddressL2" = b."PA_PAddressL2",
  "PA_PCity" = a."PA_PCity", "ConPA_PCity" = b."PA_PCity",
  "PA_PAddressState" = a."PA_PAddressState", "ConPA_PAddressState" = b."PA_PAddressState",
  "PA_PZipCode" = a."PA_PZipCode", "ConPA_PZipCode" = b."PA_PZipCode",
  "PA_PCounty" = a."PA_PCounty", "ConPA_PCounty" = b."PA_PCounty",
  -- Of the patient without prefix only the ids are known here: the rest is wiped.
  "PAdmissionID" = null, "ConPAdmissionID" = null,
  "PName" = null, "ConPName" = null,
  "PFName" = null, "ConPFName" = null,
  "PLName" = null, "ConPLName" = null,
  "PMedicaidNumber" = null, "ConPMedicaidNumber" = null,
  "PStatus" = null, "ConPStatus" = null,
  "PAddressID" = null, "ConPAddressID" = null,
  "PAppAddressID" = null, "ConPAppAddressID" = null,
  "PAddressL1" = null, "ConPAddressL1" = null,
  "PAddressL2" = null, "ConPAddressL2" = null,
  "PCity" = null, "ConPCity" = null,
  "PAddressState" = null, "ConPAddressState" = null,
  "PZipCode" = null, "ConPZipCode" = null,
  "PCounty" = null, "ConPCounty" = null,
  "MinuteDiffBetweenSch" = pair.minute_difference,
  "DistanceMilesFromLatLng" = pair.miles,
  "AverageMilesPerHour" = pair.miles_per_hour,
  "ETATravleMinutes" = pair.travel_minutes,
  -- A rule that held once stays held: the history of the pair needs it.
  "SameSchTimeFlag" = coalesce(nullif(m."SameSchTimeFlag", 'N'), pair.same_schedule),
  "SameVisitTimeFlag" = coalesce(nullif(m."SameVisitTimeFlag", 'N'), pair.same_visit),
  "SchAndVisitTimeSameFlag" =
    coalesce(nullif(m."SchAndVisitTimeSameFlag", 'N'), pair.schedule_same_as_visit),
  "SchOverAnotherSchTimeFlag" =
    coalesce(nullif(m."SchOverAnotherSchTimeFlag", 'N'), pair.schedule_over_schedule),
  "VisitTimeOverAnotherVisitTimeFlag" =
    coalesce(nullif(m."VisitTimeOverAnotherVisitTimeFlag", 'N'), pair.visit_over_visit),
  "SchTimeOverVisitTimeFlag" =
    coalesce(nullif(m."SchTimeOverVisitTimeFlag", 'N'), pair.schedule_over_visit),
  "DistanceFlag" = coalesce(nullif(m."DistanceFlag", 'N'), pair.too_far),
  "StatusFlag" = case when m."StatusFlag" not in ('W', 'I') then 'U' else m."StatusFlag" end,
  "ResolveDate" = null,
  "UpdateFlag" = null,
  "UpdatedDate" = :'as_of'::timestamptz at time zone 'UTC'
from task_02_conflicts as pair
join task_02_details as a on a."VisitID" = pair.visit_id
join task_02_details as b on b."VisitID" = pair.con_visit_id
join :"analytics_schema".dimcaregiver as a_caregiver on a_caregiver."Caregiver Id" = a."CaregiverID"
join :"analytics_schema".dimcaregiver as b_caregiver on b_caregiver."Caregiver Id" = b."CaregiverID"
where m."ID" = pair.id;
