-- The visits that can take part in a conflict: who, when, for which agency, and where.
-- Reads   :"analytics_schema".factvisitcallperformance_cr, dimcaregiver, dimprovider, dimpatient
--         :"conflict_schema".vw_gps_addresses, excluded_agency, excluded_ssn
-- Writes  view :"conflict_schema".vw_conflict_report_visits        (one row per visit)
-- Re-run  safe: the view is replaced by itself.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -f 03_vw_conflict_report_visits.sql
--
-- Left out: visits of caregivers without SSN, of inactive or demo agencies, of excluded agencies
-- and of excluded SSNs. Every visit date is here; a task adds its own window.
-- A call's GPS text is `latitude,longitude`, perhaps in double quotes, perhaps with further parts.
-- Text that is no such pair of numbers, or lies off the globe, counts as missing.
-- As primary visit the place is call-out, else call-in, else the patient's address; as the other
-- visit (Con*) call-in comes first. A place is point(latitude, longitude); its kind names the source.
-- `not in` is planned as a look-up in a hashed list, whatever the statistics say of a small table. On
-- caregivers it would count once for each of them, and all would be read for the few of a chunk.

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
  coalesce(place.call_out, place.call_in, place.address) as "Place",
  coalesce(place.call_in, place.call_out, place.address) as "ConPlace",
  f."Is Missed" as "IsMissed",
  case
    when place.call_out is not null then 'call_out_gps'
    when place.call_in is not null then 'call_in_gps'
    when place.address is not null then 'home_address'
  end as "PlaceKind",
  case
    when place.call_in is not null then 'call_in_gps'
    when place.call_out is not null then 'call_out_gps'
    when place.address is not null then 'home_address'
  end as "ConPlaceKind",
  f."Provider Patient Id" as "ProviderPatientID",
  f."Payer Patient Id" as "PayerPatientID"
from :"analytics_schema".factvisitcallperformance_cr as f
join :"analytics_schema".dimcaregiver as c on c."Caregiver Id" = f."Caregiver Id"
join :"analytics_schema".dimprovider as p on p."Provider Id" = f."Provider Id"
left join :"analytics_schema".dimpatient as patient
  on patient."Patient Id" = f."Provider Patient Id"
-- Kept apart by `offset 0`, the condition is a look-up by index; a join would sort all addresses.
left join lateral (
  select gps."Latitude", gps."Longitude"
  from :"conflict_schema".vw_gps_addresses as gps
  where gps."Patient Id" = patient."Patient Id"
  offset 0
) as address on true
-- Nothing may pass that float8 refuses: no digit or blank of another script, and no overflow, for a
-- GPS text has at most 100 characters and its exponent two digits.
cross join (values (
  '^[ \t]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?[ \t]*'
  ',[ \t]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?[ \t]*(?:,|$)'
)) as coordinates (pattern)
cross join lateral (
  select
    replace(f."Call Out GPS Coordinates", '"', ''),
    replace(f."Call In GPS Coordinates", '"', '')
) as gps (call_out, call_in)
cross join lateral (
  select
    case when gps.call_out ~ coordinates.pattern then
      case when split_part(gps.call_out, ',', 1)::float8 between -90 and 90
          and split_part(gps.call_out, ',', 2)::float8 between -180 and 180
        then point(
          split_part(gps.call_out, ',', 1)::float8, split_part(gps.call_out, ',', 2)::float8
        )
      end
    end,
    case when gps.call_in ~ coordinates.pattern then
      case when split_part(gps.call_in, ',', 1)::float8 between -90 and 90
          and split_part(gps.call_in, ',', 2)::float8 between -180 and 180
        then point(
          split_part(gps.call_in, ',', 1)::float8, split_part(gps.call_in, ',', 2)::float8
        )
      end
    end,
    case when address."Latitude" between -90 and 90 and address."Longitude" between -180 and 180
      then point(address."Latitude"::float8, address."Longitude"::float8)
    end
) as place (call_out, call_in, address)
where trim(c."SSN") <> ''
  and p."Is Active"
  and not p."Is Demo"
  and f."Provider Id" not in (
    select x."ProviderID"
    from :"conflict_schema".excluded_agency as x
    where x."ProviderID" is not null
  )
  and not exists (
    select
    from :"conflict_schema".excluded_ssn as x
    where trim(x."SSN") = trim(c."SSN")
  );
