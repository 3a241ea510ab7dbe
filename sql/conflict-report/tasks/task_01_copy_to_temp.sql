-- TASK_01: bring the reminders up to date and keep the pairs as they are before TASK_02.
-- Reads   :"analytics_schema".dimprovider, dimpayerprovider, dimpayer
--         :"conflict_schema".conflictvisitmaps, conflicts
-- Writes  :"conflict_schema".payer_provider_reminders   (missing pairs added, names refreshed)
--         :"conflict_schema".conflictvisitmaps_temp     (replaced)
--         :"conflict_schema".settings                   ("InProgressFlag" = 1: running)
-- Re-run  safe: a second run adds no reminder and copies the same rows.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -f task_01_copy_to_temp.sql

-- @step use-utc
set local time zone 'UTC';

-- No unique key guards the reminders: without this lock two runs could both add a pair.
-- @step lock-reminders
lock table :"conflict_schema".payer_provider_reminders in share row exclusive mode;

-- @step insert-reminders
insert into :"conflict_schema".payer_provider_reminders (
  "PayerID", "AppPayerID", "Contract", "ProviderID", "AppProviderID", "ProviderName",
  "CreatedDateTime"
)
select
  payer."Payer Id",
  link."Application Payer Id",
  payer."Payer Name",
  provider."Provider Id",
  link."Application Provider Id",
  provider."Provider Name",
  :'as_of'::timestamptz at time zone 'UTC'
from :"analytics_schema".dimpayerprovider as link
join :"analytics_schema".dimprovider as provider on provider."Provider Id" = link."Provider Id"
join :"analytics_schema".dimpayer as payer on payer."Payer Id" = link."Payer Id"
where not exists (
  select
  from :"conflict_schema".payer_provider_reminders as r
  where r."PayerID" = payer."Payer Id" and r."ProviderID" = provider."Provider Id"
)
order by provider."Provider Id" collate "C", payer."Payer Id" collate "C";

-- @step refresh-reminder-names
update :"conflict_schema".payer_provider_reminders as r
set
  "Contract" = payer."Payer Name",
  "ProviderName" = provider."Provider Name"
from :"analytics_schema".dimpayerprovider as link
join :"analytics_schema".dimprovider as provider on provider."Provider Id" = link."Provider Id"
join :"analytics_schema".dimpayer as payer on payer."Payer Id" = link."Payer Id"
where r."PayerID" = payer."Payer Id" and r."ProviderID" = provider."Provider Id";

-- @step empty-temp
truncate :"conflict_schema".conflictvisitmaps_temp;

-- In the copy "StatusFlag" is the parent conflict's and "ConStatusFlag" the pair's own.
-- @step copy-to-temp
insert into :"conflict_schema".conflictvisitmaps_temp (
  "ID", "CONFLICTID", "SSN", "ProviderID", "AppProviderID", "ProviderName", "FederalTaxNumber",
  "VisitID", "AppVisitID", "ConProviderID", "ConAppProviderID", "ConProviderName",
  "ConFederalTaxNumber", "ConVisitID", "ConAppVisitID", "VisitDate", "SchStartTime", "SchEndTime",
  "ConSchStartTime", "ConSchEndTime", "VisitStartTime", "VisitEndTime", "ConVisitStartTime",
  "ConVisitEndTime", "EVVStartTime", "EVVEndTime", "ConEVVStartTime", "ConEVVEndTime",
  "CaregiverID", "AppCaregiverID", "AideCode", "AideName", "AideSSN", "ConCaregiverID",
  "ConAppCaregiverID", "ConAideCode", "ConAideName", "ConAideSSN", "OfficeID", "AppOfficeID",
  "Office", "ConOfficeID", "ConAppOfficeID", "ConOffice", "PatientID", "AppPatientID",
  "PAdmissionID", "PName", "PAddressID", "PAppAddressID", "PAddressL1", "PAddressL2", "PCity",
  "PAddressState", "PZipCode", "PCounty", "PLongitude", "PLatitude", "ConPatientID",
  "ConAppPatientID", "ConPAdmissionID", "ConPName", "ConPAddressID", "ConPAppAddressID",
  "ConPAddressL1", "ConPAddressL2", "ConPCity", "ConPAddressState", "ConPZipCode", "ConPCounty",
  "ConPLongitude", "ConPLatitude", "PayerID", "AppPayerID", "Contract", "ConPayerID",
  "ConAppPayerID", "ConContract", "BilledDate", "ConBilledDate", "BilledHours", "ConBilledHours",
  "Billed", "ConBilled", "MinuteDiffBetweenSch", "DistanceMilesFromLatLng", "AverageMilesPerHour",
  "ETATravleMinutes", "InserviceStartDate", "InserviceEndDate", "PTOStartDate", "PTOEndDate",
  "ConInserviceStartDate", "ConInserviceEndDate", "ConPTOStartDate", "ConPTOEndDate",
  "ServiceCodeID", "AppServiceCodeID", "RateType", "ServiceCode", "ConServiceCodeID",
  "ConAppServiceCodeID", "ConRateType", "ConServiceCode", "SameSchTimeFlag", "SameVisitTimeFlag",
  "SchAndVisitTimeSameFlag", "SchOverAnotherSchTimeFlag", "VisitTimeOverAnotherVisitTimeFlag",
  "SchTimeOverVisitTimeFlag", "DistanceFlag", "InServiceFlag", "PTOFlag", "StatusFlag",
  "ConStatusFlag", "AideFName", "AideLName", "ConAideFName", "ConAideLName", "PFName", "PLName",
  "ConPFName", "ConPLName", "PMedicaidNumber", "ConPMedicaidNumber"
)
select
  m."ID", m."CONFLICTID", m."SSN", m."ProviderID", m."AppProviderID", m."ProviderName",
  m."FederalTaxNumber", m."VisitID", m."AppVisitID", m."ConProviderID", m."ConAppProviderID",
  m."ConProviderName", m."ConFederalTaxNumber", m."ConVisitID", m."ConAppVisitID", m."VisitDate",
  m."SchStartTime", m."SchEndTime", m."ConSchStartTime", m."ConSchEndTime", m."VisitStartTime",
  m."VisitEndTime", m."ConVisitStartTime", m."ConVisitEndTime", m."EVVStartTime", m."EVVEndTime",
  m."ConEVVStartTime", m."ConEVVEndTime", m."CaregiverID", m."AppCaregiverID", m."AideCode",
  m."AideName", m."AideSSN", m."ConCaregiverID", m."ConAppCaregiverID", m."ConAideCode",
  m."ConAideName", m."ConAideSSN", m."OfficeID", m."AppOfficeID", m."Office", m."ConOfficeID",
  m."ConAppOfficeID", m."ConOffice", m."PatientID", m."AppPatientID", m."PAdmissionID", m."PName",
  m."PAddressID", m."PAppAddressID", m."PAddressL1", m."PAddressL2", m."PCity", m."PAddressState",
  m."PZipCode", m."PCounty", m."PLongitude", m."PLatitude", m."ConPatientID", m."ConAppPatientID",
  m."ConPAdmissionID", m."ConPName", m."ConPAddressID", m."ConPAppAddressID", m."ConPAddressL1",
  m."ConPAddressL2", m."ConPCity", m."ConPAddressState", m."ConPZipCode", m."ConPCounty",
  m."ConPLongitude", m."ConPLatitude", m."PayerID", m."AppPayerID", m."Contract", m."ConPayerID",
  m."ConAppPayerID", m."ConContract", m."BilledDate", m."ConBilledDate", m."BilledHours",
  m."ConBilledHours", m."Billed", m."ConBilled", m."MinuteDiffBetweenSch",
  m."DistanceMilesFromLatLng", m."AverageMilesPerHour", m."ETATravleMinutes",
  m."InserviceStartDate", m."InserviceEndDate", m."PTOStartDate", m."PTOEndDate",
  m."ConInserviceStartDate", m."ConInserviceEndDate", m."ConPTOStartDate", m."ConPTOEndDate",
  m."ServiceCodeID", m."AppServiceCodeID", m."RateType", m."ServiceCode", m."ConServiceCodeID",
  m."ConAppServiceCodeID", m."ConRateType", m."ConServiceCode", m."SameSchTimeFlag",
  m."SameVisitTimeFlag", m."SchAndVisitTimeSameFlag", m."SchOverAnotherSchTimeFlag",
  m."VisitTimeOverAnotherVisitTimeFlag", m."SchTimeOverVisitTimeFlag", m."DistanceFlag",
  m."InServiceFlag", m."PTOFlag", c."StatusFlag", m."StatusFlag", m."AideFName", m."AideLName",
  m."ConAideFName", m."ConAideLName", m."PFName", m."PLName", m."ConPFName", m."ConPLName",
  m."PMedicaidNumber", m."ConPMedicaidNumber"
from :"conflict_schema".conflictvisitmaps as m
join :"conflict_schema".conflicts as c on c."CONFLICTID" = m."CONFLICTID"
where m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
  and (:'as_of'::timestamptz + interval '45 days')::date;

-- @step set-in-progress
update :"conflict_schema".settings set "InProgressFlag" = 1;
