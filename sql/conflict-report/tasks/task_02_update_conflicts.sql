-- TASK_02: recompute every known pair of visits and refresh those that still conflict.
-- Reads   :"conflict_schema".vw_conflict_report_visits, vw_conflictvisitmaps_base, vw_gps_addresses,
--         settings, mph; the visit fact and the dimensions of :"analytics_schema"
-- Writes  :"conflict_schema".conflictvisitmaps   (never inserts, never deletes)
-- Re-run  safe: the same pairs conflict again and get the same values.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -f task_02_update_conflicts.sql
--
-- A pair that conflicts ends with "UpdateFlag" null; a due pair that does not, with 1, and TASK_02_3
-- resolves it. Each row is written once, by the step that decides its end state.
-- The work tables hold no SSN and go with the transaction.

-- @step use-utc
set local time zone 'UTC';

-- @step use-memory
set local work_mem = '64MB';

-- The constraints are named after what is wrong: their name reaches the operator.
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

-- @step list-due-pairs
create temporary table task_02_pairs on commit drop as
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

-- An earlier run's mark still counts when the stored date has left the window since.
-- @step add-pairs-left-marked
insert into task_02_pairs
select m."ID", m."VisitID", stored."ConVisitID", true, false
from :"conflict_schema".vw_conflictvisitmaps_base as m
join :"conflict_schema".conflictvisitmaps as stored on stored."ID" = m."ID"
where not exists (select from task_02_pairs as due where due.id = m."ID");

-- @step analyze-pairs
analyze task_02_pairs;

-- A visit's time is its performed time, or its scheduled time while it is unstarted. One that has
-- only one end of its performed time can conflict with nothing.
-- Visits of one caregiver (one SSN) on one date share caregiver_day, the least of their ids.
-- @step list-visits
create temporary table task_02_visits on commit drop as
select
  v."VisitID" as visit_id,
  min(v."VisitID") over (partition by v."SSN", v."VisitDate") as caregiver_day,
  v."ProviderID" as provider_id,
  v."VisitStartTime" is not null as is_done,
  coalesce(v."VisitStartTime", v."SchStartTime") as starts,
  coalesce(v."VisitEndTime", v."SchEndTime") as ends,
  v."PLatitude" as latitude,
  v."PLongitude" as longitude,
  v."ConPLatitude" as con_latitude,
  v."ConPLongitude" as con_longitude
from (
  select visit_id from task_02_pairs where not has_event
  union
  select con_visit_id from task_02_pairs where not has_event
) as needed
join :"conflict_schema".vw_conflict_report_visits as v on v."VisitID" = needed.visit_id
where v."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date
  and num_nulls(v."VisitStartTime", v."VisitEndTime") <> 1;

-- @step analyze-visits
analyze task_02_visits;

-- @step find-conflicts
create temporary table task_02_conflicts on commit drop as
select
  pair.id,
  pair.visit_id,
  pair.con_visit_id,
  coalesce(gap.minutes, 0) as minute_difference,
  distance.miles,
  speed.miles_per_hour,
  travel.minutes as travel_minutes,
  overlap.is_same and not a.is_done and not b.is_done as is_same_schedule,
  overlap.is_same and a.is_done and b.is_done as is_same_visit,
  overlap.is_same and a.is_done <> b.is_done as is_schedule_same_as_visit,
  overlap.is_partial and not a.is_done and not b.is_done as is_schedule_over_schedule,
  overlap.is_partial and a.is_done and b.is_done as is_visit_over_visit,
  overlap.is_partial and a.is_done <> b.is_done as is_schedule_over_visit,
  coalesce(travel.minutes > gap.minutes, false) as is_too_far
from task_02_pairs as pair
join task_02_visits as a on a.visit_id = pair.visit_id
join task_02_visits as b
  on b.visit_id = pair.con_visit_id
  and b.caregiver_day = a.caregiver_day
  and b.provider_id <> a.provider_id
cross join task_02_configuration as configuration
cross join lateral (
  select
    coalesce(a.starts = b.starts and a.ends = b.ends, false),
    coalesce(a.starts < b.ends and a.ends > b.starts
      and (a.starts, a.ends) <> (b.starts, b.ends), false)
) as overlap (is_same, is_partial)
-- Minutes between two performed visits, the shorter of the two ways round; null when none is positive.
cross join lateral (
  select least(
    case when a.is_done and b.is_done and b.starts > a.ends
      then extract(epoch from b.starts - a.ends) / 60 end,
    case when a.is_done and b.is_done and a.starts > b.ends
      then extract(epoch from a.starts - b.ends) / 60 end
  )
) as gap (minutes)
-- Great circle on a sphere of 6371 km; 1609.34 metres to the mile. Rounding may exceed asin's 1.
cross join lateral (
  select round((
    2 * 6371000 / 1609.34 * asin(least(1, sqrt(
      sin(radians(b.con_latitude - a.latitude) / 2) ^ 2
      + cos(radians(a.latitude)) * cos(radians(b.con_latitude))
        * sin(radians(b.con_longitude - a.longitude) / 2) ^ 2
    ))) * configuration.distance_multiplier
  )::numeric, 2)
) as distance (miles)
-- Bands are meant not to overlap; where they do, the first one counts.
left join lateral (
  select band."AverageMilesPerHour" as miles_per_hour
  from :"conflict_schema".mph as band
  where distance.miles between band."From" and band."To"
  order by band."From", band."To", band."ID"
  limit 1
) as speed on true
cross join lateral (
  select round(distance.miles / nullif(speed.miles_per_hour, 0) * 60, 2)
) as travel (minutes)
where not pair.has_event
  and (overlap.is_same or overlap.is_partial or gap.minutes is not null)
  and (overlap.is_same or overlap.is_partial or travel.minutes > gap.minutes);

-- @step analyze-conflicts
analyze task_02_conflicts;

-- @step update-conflicts
with visit as materialized (
  select
    f."Visit Id" as "VisitID",
    f."Visit Date" as "VisitDate",
    f."Application Visit Id" as "AppVisitID", f."Provider Id" as "ProviderID",
    f."Application Provider Id" as "AppProviderID", provider."Provider Name" as "ProviderName",
    provider."Federal Tax Number" as "FederalTaxNumber",
    f."Scheduled Start Time" at time zone 'UTC' as "SchStartTime",
    f."Scheduled End Time" at time zone 'UTC' as "SchEndTime",
    f."Visit Start Time" as "VisitStartTime", f."Visit End Time" as "VisitEndTime",
    f."Call In Time" as "EVVStartTime", f."Call Out Time" as "EVVEndTime",
    f."Caregiver Id" as "CaregiverID", f."Application Caregiver Id" as "AppCaregiverID",
    caregiver."Caregiver Code" as "AideCode", caregiver."Caregiver Fullname" as "AideName",
    caregiver."Caregiver Firstname" as "AideFName", caregiver."Caregiver Lastname" as "AideLName",
    trim(caregiver."SSN") as "AideSSN", caregiver."Status" as "AideStatus",
    f."Office Id" as "OfficeID", f."Application Office Id" as "AppOfficeID",
    office."Office Name" as "Office", f."Patient Id" as "PatientID",
    f."Application Patient Id" as "AppPatientID", f."Payer Id" as "PayerID",
    f."Application Payer Id" as "AppPayerID",
    coalesce(payer."Payer Name", contract."Contract Name") as "Contract",
    payer."Payer State" as "PayerState",
    case
      when f."Application Payer Id" = 0 and f."Application Contract Id" <> 0 then 'Internal'
      when f."Application Payer Id" <> 0 and f."Application Contract Id" <> 0 then 'UPR'
      when f."Application Payer Id" <> 0 and f."Application Contract Id" = 0 then 'Payer'
    end as "ContractType",
    f."Billed" as "Billed", f."Invoice Date" as "BilledDate", f."Billed Hours" as "BilledHours",
    f."Billed Rate" as "BilledRate", f."Total Billed Amount" as "TotalBilledAmount",
    f."Bill Rate Non-Billed" as "BillRateNonBilled",
    case when f."Billed" = 'yes' then f."Billed Rate" else f."Bill Rate Non-Billed" end as "BillRateBoth",
    f."Bill Type" as "RateType", f."Service Code Id" as "ServiceCodeID",
    f."Application Service Code Id" as "AppServiceCodeID", service."Service Code" as "ServiceCode",
    f."Is Missed" as "IsMissed", f."Missed Visit Reason" as "MissedVisitReason",
    f."Call Out Device Type" as "EVVType",
    f."Visit Updated Timestamp" at time zone 'UTC' as "LastUpdatedDate",
    editor."User Fullname" as "LastUpdatedBy", f."Provider Patient Id" as "P_PatientID",
    f."Application Provider Patient Id" as "P_AppPatientID",
    served."Admission Id" as "P_PAdmissionID", served."Patient Name" as "P_PName",
    served."Patient Firstname" as "P_PFName", served."Patient Lastname" as "P_PLName",
    served."Medicaid Number" as "P_PMedicaidNumber",
    served_address."Patient Address Id" as "P_PAddressID",
    served_address."Application Patient Address Id" as "P_PAppAddressID",
    served_address."Address Line 1" as "P_PAddressL1",
    served_address."Address Line 2" as "P_PAddressL2", served_address."City" as "P_PCity",
    served_address."Address State" as "P_PAddressState", served_address."Zip Code" as "P_PZipCode",
    served_address."County" as "P_PCounty", f."Payer Patient Id" as "PA_PatientID",
    f."Application Payer Patient Id" as "PA_AppPatientID",
    insured."Admission Id" as "PA_PAdmissionID", insured."Patient Name" as "PA_PName",
    insured."Patient Firstname" as "PA_PFName", insured."Patient Lastname" as "PA_PLName",
    insured."Medicaid Number" as "PA_PMedicaidNumber",
    insured_address."Patient Address Id" as "PA_PAddressID",
    insured_address."Application Patient Address Id" as "PA_PAppAddressID",
    insured_address."Address Line 1" as "PA_PAddressL1",
    insured_address."Address Line 2" as "PA_PAddressL2", insured_address."City" as "PA_PCity",
    insured_address."Address State" as "PA_PAddressState",
    insured_address."Zip Code" as "PA_PZipCode", insured_address."County" as "PA_PCounty",
    v.latitude::text as "PLatitude", v.longitude::text as "PLongitude",
    v.con_latitude::text as "ConPLatitude", v.con_longitude::text as "ConPLongitude"
  from (
    select visit_id from task_02_conflicts union select con_visit_id from task_02_conflicts
  ) as needed
  join task_02_visits as v on v.visit_id = needed.visit_id
  join :"analytics_schema".factvisitcallperformance_cr as f on f."Visit Id" = needed.visit_id
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
  left join :"conflict_schema".vw_gps_addresses as served_address
    on served_address."Patient Id" = served."Patient Id"
  left join :"analytics_schema".dimpatient as insured
    on insured."Patient Id" = f."Payer Patient Id"
  left join :"conflict_schema".vw_gps_addresses as insured_address
    on insured_address."Patient Id" = insured."Patient Id"
)
update :"conflict_schema".conflictvisitmaps as m
set
  "SSN" = a."AideSSN",
  "VisitDate" = a."VisitDate",
  "AppVisitID" = a."AppVisitID", "ConAppVisitID" = b."AppVisitID",
  "ProviderID" = a."ProviderID", "ConProviderID" = b."ProviderID",
  "AppProviderID" = a."AppProviderID", "ConAppProviderID" = b."AppProviderID",
  "ProviderName" = a."ProviderName", "ConProviderName" = b."ProviderName",
  "FederalTaxNumber" = a."FederalTaxNumber", "ConFederalTaxNumber" = b."FederalTaxNumber",
  "SchStartTime" = a."SchStartTime", "ConSchStartTime" = b."SchStartTime",
  "SchEndTime" = a."SchEndTime", "ConSchEndTime" = b."SchEndTime",
  "VisitStartTime" = a."VisitStartTime", "ConVisitStartTime" = b."VisitStartTime",
  "VisitEndTime" = a."VisitEndTime", "ConVisitEndTime" = b."VisitEndTime",
  "EVVStartTime" = a."EVVStartTime", "ConEVVStartTime" = b."EVVStartTime",
  "EVVEndTime" = a."EVVEndTime", "ConEVVEndTime" = b."EVVEndTime",
  "CaregiverID" = a."CaregiverID", "ConCaregiverID" = b."CaregiverID",
  "AppCaregiverID" = a."AppCaregiverID", "ConAppCaregiverID" = b."AppCaregiverID",
  "AideCode" = a."AideCode", "ConAideCode" = b."AideCode",
  "AideName" = a."AideName", "ConAideName" = b."AideName",
  "AideFName" = a."AideFName", "ConAideFName" = b."AideFName",
  "AideLName" = a."AideLName", "ConAideLName" = b."AideLName",
  "AideSSN" = a."AideSSN", "ConAideSSN" = b."AideSSN",
  "AideStatus" = a."AideStatus", "ConAideStatus" = b."AideStatus",
  "OfficeID" = a."OfficeID", "ConOfficeID" = b."OfficeID",
  "AppOfficeID" = a."AppOfficeID", "ConAppOfficeID" = b."AppOfficeID",
  "Office" = a."Office", "ConOffice" = b."Office",
  "PatientID" = a."PatientID", "ConPatientID" = b."PatientID",
  "AppPatientID" = a."AppPatientID", "ConAppPatientID" = b."AppPatientID",
  "PayerID" = a."PayerID", "ConPayerID" = b."PayerID",
  "AppPayerID" = a."AppPayerID", "ConAppPayerID" = b."AppPayerID",
  "Contract" = a."Contract", "ConContract" = b."Contract",
  "PayerState" = a."PayerState", "ConPayerState" = b."PayerState",
  "ContractType" = a."ContractType", "ConContractType" = b."ContractType",
  "Billed" = a."Billed", "ConBilled" = b."Billed",
  "BilledDate" = a."BilledDate", "ConBilledDate" = b."BilledDate",
  "BilledHours" = a."BilledHours", "ConBilledHours" = b."BilledHours",
  "BilledRate" = a."BilledRate", "ConBilledRate" = b."BilledRate",
  "TotalBilledAmount" = a."TotalBilledAmount", "ConTotalBilledAmount" = b."TotalBilledAmount",
  "BillRateNonBilled" = a."BillRateNonBilled", "ConBillRateNonBilled" = b."BillRateNonBilled",
  "BillRateBoth" = a."BillRateBoth", "ConBillRateBoth" = b."BillRateBoth",
  "RateType" = a."RateType", "ConRateType" = b."RateType",
  "ServiceCodeID" = a."ServiceCodeID", "ConServiceCodeID" = b."ServiceCodeID",
  "AppServiceCodeID" = a."AppServiceCodeID", "ConAppServiceCodeID" = b."AppServiceCodeID",
  "ServiceCode" = a."ServiceCode", "ConServiceCode" = b."ServiceCode",
  "IsMissed" = a."IsMissed", "ConIsMissed" = b."IsMissed",
  "MissedVisitReason" = a."MissedVisitReason", "ConMissedVisitReason" = b."MissedVisitReason",
  "EVVType" = a."EVVType", "ConEVVType" = b."EVVType",
  "LastUpdatedDate" = a."LastUpdatedDate", "ConLastUpdatedDate" = b."LastUpdatedDate",
  "LastUpdatedBy" = a."LastUpdatedBy", "ConLastUpdatedBy" = b."LastUpdatedBy",
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
  "PLatitude" = a."PLatitude", "ConPLatitude" = b."ConPLatitude",
  "PLongitude" = a."PLongitude", "ConPLongitude" = b."ConPLongitude",
  -- The fact names no patient of its own beyond the two records above.
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
  "SameSchTimeFlag" = case when coalesce(m."SameSchTimeFlag", 'N') <> 'N' then m."SameSchTimeFlag" when pair.is_same_schedule then 'Y' else 'N' end,
  "SameVisitTimeFlag" = case when coalesce(m."SameVisitTimeFlag", 'N') <> 'N' then m."SameVisitTimeFlag" when pair.is_same_visit then 'Y' else 'N' end,
  "SchAndVisitTimeSameFlag" = case when coalesce(m."SchAndVisitTimeSameFlag", 'N') <> 'N' then m."SchAndVisitTimeSameFlag" when pair.is_schedule_same_as_visit then 'Y' else 'N' end,
  "SchOverAnotherSchTimeFlag" = case when coalesce(m."SchOverAnotherSchTimeFlag", 'N') <> 'N' then m."SchOverAnotherSchTimeFlag" when pair.is_schedule_over_schedule then 'Y' else 'N' end,
  "VisitTimeOverAnotherVisitTimeFlag" = case when coalesce(m."VisitTimeOverAnotherVisitTimeFlag", 'N') <> 'N' then m."VisitTimeOverAnotherVisitTimeFlag" when pair.is_visit_over_visit then 'Y' else 'N' end,
  "SchTimeOverVisitTimeFlag" = case when coalesce(m."SchTimeOverVisitTimeFlag", 'N') <> 'N' then m."SchTimeOverVisitTimeFlag" when pair.is_schedule_over_visit then 'Y' else 'N' end,
  "DistanceFlag" = case when coalesce(m."DistanceFlag", 'N') <> 'N' then m."DistanceFlag" when pair.is_too_far then 'Y' else 'N' end,
  "StatusFlag" = case when m."StatusFlag" not in ('W', 'I') then 'U' else m."StatusFlag" end,
  "ResolveDate" = null,
  "UpdateFlag" = null,
  "UpdatedDate" = :'as_of'::timestamptz at time zone 'UTC'
from task_02_conflicts as pair
join visit as a on a."VisitID" = pair.visit_id
join visit as b on b."VisitID" = pair.con_visit_id
where m."ID" = pair.id;

-- @step mark-pairs-without-conflict
update :"conflict_schema".conflictvisitmaps as m
set "UpdateFlag" = 1
from task_02_pairs as pair
where m."ID" = pair.id
  and not pair.is_marked
  and not exists (select from task_02_conflicts as hit where hit.id = pair.id);
