-- The audit's last row of a task run: how it ended, and what it counted.
-- Reads   :"conflict_schema".etl_audit
-- Writes  :"conflict_schema".etl_audit
-- Re-run  not: the second row of the same task_run_id is refused.
-- By hand never: it tells what the Lambda did.

-- @step audit-end
insert into :"conflict_schema".etl_audit
  (task_run_id, status, action, as_of, run_id, chunk_id, execution_arn, sql_sha256, row_counts,
   error_name)
select
  task_run_id,
  :'status',
  action,
  as_of,
  run_id,
  chunk_id,
  execution_arn,
  sql_sha256,
  :'row_counts'::jsonb,
  :'error_name'
from :"conflict_schema".etl_audit
where task_run_id = :'task_run_id'::uuid and status = 'started';
