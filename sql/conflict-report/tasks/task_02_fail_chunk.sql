-- TASK_02 in chunks, after a chunk has failed and was rolled back: the ledger says why.
-- Reads   nothing
-- Writes  :"conflict_schema".etl_chunk_state
-- Re-run  safe: a chunk that another attempt has done meanwhile stays done.
-- By hand psql -1 -v conflict_schema=conflict -v run_id=1 -v chunk_id=1 -v error='no space' \
--           -f task_02_fail_chunk.sql

-- @step fail-chunk
update :"conflict_schema".etl_chunk_state
set status = 'failed', error = :'error', finished_at = clock_timestamp()
where run_id = :'run_id'::integer and chunk_id = :'chunk_id'::integer and status <> 'done';
