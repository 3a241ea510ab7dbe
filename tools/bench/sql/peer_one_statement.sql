-- TASK_02 the way that it is usually written: mark the pairs, then one statement for everything.
-- For comparison only: written anew from conflict-report.md section 6, as the peer of
-- sql/conflict-report/tasks/task_02_update_conflicts.sql, with the same result on well-formed data.
-- Reads   the visit fact and dimensions of :"analytics_schema"; settings, mph, excluded_agency,
--         excluded_ssn and vw_gps_addresses of :"conflict_schema"
-- Writes  :"conflict_schema".conflictvisitmaps
-- Re-run  safe: the same pairs get the same values.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -f peer_one_statement.sql
--
-- Every visit is described in full, twice, and all pairs of one caregiver and day are judged, whether
-- the map has them or not. The conflict's id is looked up and written, too. The ANALYZE in between is the one that the earlier system lacked: without
-- it the planner expects one marked row, and the statement does not end.

-- @step mark-pairs
update :"conflict_schema".conflictvisitmaps as m
set "UpdateFlag" = 1
where m."CONFLICTID" is not null
  and m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
    and (:'as_of'::timestamptz + interval '45 days')::date;

-- @step analyze-pairs
analyze :"conflict_schema".conflictvisitmaps;

-- @step update-conflicts
with visits as not materialized (
  select
    trim(caregiver."SSN") as "SSN",
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
    coalesce(gps.out_latitude, gps.in_latitude, served_address."Latitude"::float8) as latitude,
    coalesce(gps.out_longitude, gps.in_longitude, served_address."Longitude"::float8) as longitude,
    coalesce(gps.in_latitude, gps.out_latitude, served_address."Latitude"::float8) as con_latitude,
    coalesce(gps.in_longitude, gps.out_longitude, served_address."Longitude"::float8) as con_longitude,
    f."Provider Id" as "ProviderID",
    f."Application Provider Id"::varchar(50) as "AppProviderID",
    provider."Provider Name" as "ProviderName",
    provider."Federal Tax Number" as "FederalTaxNumber",
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
    insured_address."Patient Address Id" as "PA_PAddressID",
    insured_address."Application Patient Address Id" as "PA_PAppAddressID",
    insured_address."Address Line 1" as "PA_PAddressL1",
    insured_address."Address Line 2" as "PA_PAddressL2",
    insured_address."City" as "PA_PCity",
    insured_address."Address State" as "PA_PAddressState",
    insured_address."Zip Code" as "PA_PZipCode",
    insured_address."County" as "PA_PCounty"
  from :"analytics_schema".factvisitcallperformance_cr as f
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
  cross join lateral (
    select
      replace(nullif(f."Call Out GPS Coordinates", ','), '"', '') as call_out,
      replace(nullif(f."Call In GPS Coordinates", ','), '"', '') as call_in
  ) as call
  cross join lateral (
    select
      split_part(call.call_out, ',', 1)::float8 as out_latitude,
      split_part(call.call_out, ',', 2)::float8 as out_longitude,
      split_part(call.call_in, ',', 1)::float8 as in_latitude,
      split_part(call.call_in, ',', 2)::float8 as in_longitude
  ) as gps
  where f."Visit Date" between (:'as_of'::timestamptz - interval '2 years')::date
      and (:'as_of'::timestamptz + interval '45 days')::date
    and trim(caregiver."SSN") <> ''
    and provider."Is Active"
    and not provider."Is Demo"
    and not exists (
      select from :"conflict_schema".excluded_agency as x where x."ProviderID" = f."Provider Id"
    )
    and not exists (
      select from :"conflict_schema".excluded_ssn as x where trim(x."SSN") = trim(caregiver."SSN")
    )
)
update :"conflict_schema".conflictvisitmaps as m
set
  "CONFLICTID" = known."CONFLICTID",
  "SSN" = a."SSN",
  "AppVisitID" = a."AppVisitID", "ConAppVisitID" = b."AppVisitID",
  "VisitDate" = a."VisitDate",
  "SchStartTime" = a."SchStartTime", "ConSchStartTime" = b."SchStartTime",
  "SchEndTime" = a."SchEndTime", "ConSchEndTime" = b."SchEndTime",
  "VisitStartTime" = a."VisitStartTime", "ConVisitStartTime" = b."VisitStartTime",
  "VisitEndTime" = a."VisitEndTime", "ConVisitEndTime" = b."VisitEndTime",
  "EVVStartTime" = a."EVVStartTime", "ConEVVStartTime" = b."EVVStartTime",
  "EVVEndTime" = a."EVVEndTime", "ConEVVEndTime" = b."EVVEndTime",
  "EVVType" = a."EVVType", "ConEVVType" = b."EVVType",
  "PLatitude" = a.latitude::text, "ConPLatitude" = b.con_latitude::text,
  "PLongitude" = a.longitude::text, "ConPLongitude" = b.con_longitude::text,
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
  "AideSSN" = a."SSN", "ConAideSSN" = b."SSN",
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
  "MinuteDiffBetweenSch" = times.minute_difference,
  "DistanceMilesFromLatLng" = distance.miles,
  "AverageMilesPerHour" = speed."AverageMilesPerHour",
  "ETATravleMinutes" = travel.minutes,
  -- A rule that held once stays held: the history of the pair needs it.
  "SameSchTimeFlag" = coalesce(nullif(m."SameSchTimeFlag", 'N'), case when rules.same_schedule then 'Y' else 'N' end),
  "SameVisitTimeFlag" = coalesce(nullif(m."SameVisitTimeFlag", 'N'), case when rules.same_visit then 'Y' else 'N' end),
  "SchAndVisitTimeSameFlag" =
    coalesce(nullif(m."SchAndVisitTimeSameFlag", 'N'), case when rules.schedule_same_as_visit then 'Y' else 'N' end),
  "SchOverAnotherSchTimeFlag" =
    coalesce(nullif(m."SchOverAnotherSchTimeFlag", 'N'), case when rules.schedule_over_schedule then 'Y' else 'N' end),
  "VisitTimeOverAnotherVisitTimeFlag" =
    coalesce(nullif(m."VisitTimeOverAnotherVisitTimeFlag", 'N'), case when rules.visit_over_visit then 'Y' else 'N' end),
  "SchTimeOverVisitTimeFlag" =
    coalesce(nullif(m."SchTimeOverVisitTimeFlag", 'N'), case when rules.schedule_over_visit then 'Y' else 'N' end),
  "DistanceFlag" = coalesce(nullif(m."DistanceFlag", 'N'), case when rules.too_far then 'Y' else 'N' end),
  "StatusFlag" = case when m."StatusFlag" not in ('W', 'I') then 'U' else m."StatusFlag" end,
  "ResolveDate" = null,
  "UpdateFlag" = null,
  "UpdatedDate" = :'as_of'::timestamptz at time zone 'UTC'
from visits as a
left join (
  select distinct "CONFLICTID", "VisitID", "AppVisitID"
  from :"conflict_schema".conflictvisitmaps
  where "CONFLICTID" is not null
) as known on known."VisitID" = a."VisitID" and known."AppVisitID" = a."AppVisitID"
join visits as b
  on b."VisitDate" = a."VisitDate"
  and b."SSN" = a."SSN"
  and b."VisitID" <> a."VisitID"
  and b."ProviderID" <> a."ProviderID"
cross join :"conflict_schema".settings
cross join lateral (
  select
    extract(epoch from b."VisitStartTime" - a."VisitEndTime") / 60 as after,
    extract(epoch from a."VisitStartTime" - b."VisitEndTime") / 60 as before,
    num_nonnulls(a."VisitStartTime", a."VisitEndTime") as a_times,
    num_nonnulls(b."VisitStartTime", b."VisitEndTime") as b_times
) as gap
cross join lateral (
  select coalesce(
    least(case when gap.after > 0 then gap.after end, case when gap.before > 0 then gap.before end), 0
  ) as minute_difference
) as times
cross join lateral (
  select round((
    2 * 6371000 * asin(sqrt(
      sin(radians(b.con_latitude - a.latitude) / 2) ^ 2
      + cos(radians(a.latitude)) * cos(radians(b.con_latitude))
        * sin(radians(b.con_longitude - a.longitude) / 2) ^ 2
    )) / 1609.34 * settings."ExtraDistancePer"
  )::numeric, 2) as miles
) as distance
left join :"conflict_schema".mph as speed
  on distance.miles between speed."From" and speed."To"
cross join lateral (
  select round(distance.miles / nullif(speed."AverageMilesPerHour", 0) * 60, 2) as minutes
) as travel
cross join lateral (
  select
    gap.a_times = 0 and gap.b_times = 0 as are_unstarted,
    gap.a_times = 2 and gap.b_times = 2 as are_done,
    gap.a_times <> 1 and gap.b_times <> 1 and gap.a_times <> gap.b_times as are_mixed,
    case gap.a_times when 2 then a."VisitStartTime" else a."SchStartTime" end as a_start,
    case gap.a_times when 2 then a."VisitEndTime" else a."SchEndTime" end as a_end,
    case gap.b_times when 2 then b."VisitStartTime" else b."SchStartTime" end as b_start,
    case gap.b_times when 2 then b."VisitEndTime" else b."SchEndTime" end as b_end
) as at
cross join lateral (
  select
    at.a_start = at.b_start and at.a_end = at.b_end as is_same,
    at.a_start < at.b_end and at.a_end > at.b_start
      and (at.a_start, at.a_end) <> (at.b_start, at.b_end) as is_over
) as meet
cross join lateral (
  select
    at.are_unstarted and meet.is_same as same_schedule,
    at.are_done and meet.is_same as same_visit,
    at.are_mixed and meet.is_same as schedule_same_as_visit,
    at.are_unstarted and meet.is_over as schedule_over_schedule,
    at.are_done and meet.is_over as visit_over_visit,
    at.are_mixed and meet.is_over as schedule_over_visit,
    at.are_done and (
      (gap.after > 0 and travel.minutes > gap.after)
      or (gap.before > 0 and travel.minutes > gap.before)
    ) as too_far
) as rules
where m."VisitID" = a."VisitID"
  and m."ConVisitID" = b."VisitID"
  and m."CONFLICTID" is not null
  and m."UpdateFlag" = 1
  and num_nonnulls(
    m."InserviceStartDate", m."InserviceEndDate", m."PTOStartDate", m."PTOEndDate",
    m."ConInserviceStartDate", m."ConInserviceEndDate", m."ConPTOStartDate", m."ConPTOEndDate"
  ) = 0
  and (
    rules.same_schedule or rules.same_visit or rules.schedule_same_as_visit
    or rules.schedule_over_schedule or rules.visit_over_visit or rules.schedule_over_visit
    or rules.too_far
  );
