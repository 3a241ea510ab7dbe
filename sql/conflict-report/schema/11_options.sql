-- Switches of our own, beside the settings of the source system.
-- Reads   nothing
-- Writes  table etl_option of :"conflict_schema"
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -f 11_options.sql
--
-- A switch without a row is off. There is one:
-- overlap_past_midnight   two visits of two dates conflict when their times overlap

-- @step create-etl-option
create table if not exists :"conflict_schema".etl_option (
  name text primary key check (name in ('overlap_past_midnight')),
  is_on boolean not null
);
