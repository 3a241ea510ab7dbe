-- The address that locates a patient: the latest primary address of a type that names GPS.
-- Reads   :"analytics_schema".dimpatientaddress
-- Writes  view :"conflict_schema".vw_gps_addresses        (at most one row per patient)
-- Re-run  safe: the view is replaced by itself.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -f 02_vw_gps_addresses.sql
--
-- An address without a creation time counts as the latest. Among equally late ones the greatest id
-- wins, compared byte by byte, so that the choice is the same in every database.

-- @step create-view
create or replace view :"conflict_schema".vw_gps_addresses as
select distinct on (a."Patient Id")
  a."Patient Id",
  a."Patient Address Id",
  a."Application Patient Address Id",
  a."Address Line 1",
  a."Address Line 2",
  a."City",
  a."Address State",
  a."Zip Code",
  a."County",
  a."Latitude",
  a."Longitude"
from :"analytics_schema".dimpatientaddress as a
where a."Primary Address"
  and a."Address Type" like '%GPS%'
order by
  a."Patient Id",
  a."Application Created UTC Timestamp" desc nulls first,
  a."Patient Address Id" collate "C" desc;
