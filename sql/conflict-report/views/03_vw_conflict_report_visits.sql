-- The visits that can take part in a conflict: who, when, for which agency, and where.
-- Reads   :"analytics_schema".factvisitcallperformance_cr, dimcaregiver, dimprovider, dimpatient
--         :"conflict_schema".vw_gps_addresses, excluded_agency, excluded_ssn
-- Writes  view :"conflict_schema".vw_conflict_report_visits        (one row per visit)
-- Re-run  safe: the view is replaced by itself.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics -f 03_vw_conflict_report_visits.sql
--
-- Left out: visits of caregivers without SSN, of inactive or demo agencies, of excluded agencies
-- and of excluded SSNs. Every visit date is here; a task adds its own window.
-- A call's GPS text is `latitude,longitude`, perhaps in double quotes, perhaps with further parts.
-- Text that is no such pair of numbers, or lies off the globe, counts as missing.
-- As primary visit the place is call-out, else call-in, else the patient's address; as the other
-- visit (Con*) call-in comes first.

-- @step create-view
create or replace view :"conflict_schema".vw_conflict_report_visits as
select
  f."Visit Id" as "VisitID",
  f."Visit Date" as "VisitDate",
  trim(c."SSN") as "SSN",
  f."Provider Id" as "ProviderID",
  f."Scheduled Start Time" at time zone 'UTC' as "SchStartTime",
  f."Scheduled End Time" at time zone 'UTC' as "SchEndTime",
  f."Visit Start Time" as "VisitStartTime",
  f."Visit End Time" as "VisitEndTime",
  case
    when place.has_call_out then place.call_out_latitude
    when place.has_call_in then place.call_in_latitude
    when place.has_address then place.address_latitude
  end as "PLatitude",
  case
    when place.has_call_out then place.call_out_longitude
    when place.has_call_in then place.call_in_longitude
    when place.has_address then place.address_longitude
  end as "PLongitude",
  case
    when place.has_call_in then place.call_in_latitude
    when place.has_call_out then place.call_out_latitude
    when place.has_address then place.address_latitude
  end as "ConPLatitude",
  case
    when place.has_call_in then place.call_in_longitude
    when place.has_call_out then place.call_out_longitude
    when place.has_address then place.address_longitude
  end as "ConPLongitude"
from :"analytics_schema".factvisitcallperformance_cr as f
join :"analytics_schema".dimcaregiver as c on c."Caregiver Id" = f."Caregiver Id"
join :"analytics_schema".dimprovider as p on p."Provider Id" = f."Provider Id"
left join :"analytics_schema".dimpatient as patient
  on patient."Patient Id" = f."Provider Patient Id"
left join :"conflict_schema".vw_gps_addresses as address
  on address."Patient Id" = patient."Patient Id"
-- At most 40 digits and a two-digit exponent: more could overflow float8 and stop the run.
cross join (values (
  '^\s*[+-]?(\d{1,40}\.?\d{0,40}|\.\d{1,40})(e[+-]?\d{1,2})?\s*$'
)) as decimal_number (pattern)
cross join lateral (
  values (
    split_part(replace(f."Call Out GPS Coordinates", '"', ''), ',', 1),
    split_part(replace(f."Call Out GPS Coordinates", '"', ''), ',', 2),
    split_part(replace(f."Call In GPS Coordinates", '"', ''), ',', 1),
    split_part(replace(f."Call In GPS Coordinates", '"', ''), ',', 2)
  )
) as part (call_out_latitude, call_out_longitude, call_in_latitude, call_in_longitude)
cross join lateral (
  select
    case when part.call_out_latitude ~* pattern then part.call_out_latitude::float8 end,
    case when part.call_out_longitude ~* pattern then part.call_out_longitude::float8 end,
    case when part.call_in_latitude ~* pattern then part.call_in_latitude::float8 end,
    case when part.call_in_longitude ~* pattern then part.call_in_longitude::float8 end,
    address."Latitude"::float8,
    address."Longitude"::float8
) as gps (
  call_out_latitude, call_out_longitude, call_in_latitude, call_in_longitude,
  address_latitude, address_longitude
)
cross join lateral (
  select
    gps.*,
    gps.call_out_latitude between -90 and 90 and gps.call_out_longitude between -180 and 180,
    gps.call_in_latitude between -90 and 90 and gps.call_in_longitude between -180 and 180,
    gps.address_latitude between -90 and 90 and gps.address_longitude between -180 and 180
) as place (
  call_out_latitude, call_out_longitude, call_in_latitude, call_in_longitude,
  address_latitude, address_longitude, has_call_out, has_call_in, has_address
)
where trim(c."SSN") <> ''
  and p."Is Active"
  and not p."Is Demo"
  and not exists (
    select from :"conflict_schema".excluded_agency as x where x."ProviderID" = f."Provider Id"
  )
  and not exists (
    select from :"conflict_schema".excluded_ssn as x where trim(x."SSN") = trim(c."SSN")
  );
