-- TASK_02 in chunks: what the ledger knows of a chunk whose run is not over.
-- Reads   :"conflict_schema".etl_run, etl_chunk_state
-- Writes  nothing
-- Re-run  safe
-- By hand psql -1 -v conflict_schema=conflict -v run_id=1 -v chunk_id=1 -f task_02_find_chunk.sql

-- @step find-chunk
select
  to_char(run.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of,
  chunk.chunk_id,
  chunk.start_date::text,
  chunk.end_date::text,
  chunk.bucket,
  chunk.buckets
from :"conflict_schema".etl_chunk_state as chunk
join :"conflict_schema".etl_run as run on run.run_id = chunk.run_id
where run.status in ('running', 'failed')
  and chunk.run_id = :'run_id'::integer
  and chunk.chunk_id = :'chunk_id'::integer;
