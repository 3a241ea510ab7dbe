-- TASK_02 in chunks, last: is every chunk done? The run is done, or failed and can be resumed.
-- Reads   :"conflict_schema".etl_chunk_state, conflictvisitmaps
-- Writes  :"conflict_schema".etl_run
-- Re-run  safe: the answer depends on the chunks alone.
-- By hand psql -1 -v conflict_schema=conflict -v run_id=1 -f task_02_verify.sql

-- @step close-run
update :"conflict_schema".etl_run as run
set
  status = case
    when exists (
      select from :"conflict_schema".etl_chunk_state as chunk
      where chunk.run_id = run.run_id and chunk.status <> 'done'
    ) then 'failed'
    else 'done'
  end,
  finished_at = clock_timestamp()
where run.run_id = :'run_id'::integer and run.status <> 'abandoned';

-- @step count-chunks
select
  to_char(run.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of,
  count(chunk.chunk_id)::integer as chunks_total,
  (count(*) filter (where chunk.status = 'done'))::integer as chunks_done,
  coalesce(sum(chunk.updated_rows), 0)::integer as updated_rows,
  (
    select count(*)
    from :"conflict_schema".conflictvisitmaps as m
    where m."CONFLICTID" is not null and m."UpdateFlag" = 1
  )::integer as rows_left_marked,
  coalesce(
    string_agg(chunk.chunk_id::text, ', ' order by chunk.chunk_id)
      filter (where chunk.status <> 'done'),
    ''
  ) as not_done
from :"conflict_schema".etl_run as run
left join :"conflict_schema".etl_chunk_state as chunk on chunk.run_id = run.run_id
where run.run_id = :'run_id'::integer and run.status <> 'abandoned'
group by run.run_id;
