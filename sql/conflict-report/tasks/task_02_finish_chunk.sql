-- TASK_02 in chunks, at the end of each: the ledger says that it is done.
-- Reads   task_02_conflicts, the work table of task_02_update_conflicts.sql
-- Writes  :"conflict_schema".etl_chunk_state
-- Re-run  safe: a finished chunk updates no further row, and adds none.
-- By hand the last of the three files of a chunk: see task_02_chunk.sql

-- @step finish-chunk
update :"conflict_schema".etl_chunk_state
set
  status = 'done',
  updated_rows = updated_rows + (select count(*) from task_02_conflicts),
  finished_at = clock_timestamp()
where run_id = :'run_id'::integer and chunk_id = :'chunk_id'::integer;
