-- The two schemas of the conflict report: where it writes, and where its source data lives.
-- Reads   nothing
-- Writes  schemas :"conflict_schema" and :"analytics_schema"
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics -f 01_schemas.sql

-- @step create-conflict-schema
create schema if not exists :"conflict_schema";

-- @step create-analytics-schema
create schema if not exists :"analytics_schema";
