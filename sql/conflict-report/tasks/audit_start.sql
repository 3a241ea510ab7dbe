-- The audit's first row of a task run, committed before its work.
-- Reads   :"conflict_schema".etl_run
-- Writes  :"conflict_schema".etl_audit
-- Re-run  not: the second row of the same task_run_id is refused.
-- By hand never: it tells what the Lambda did.

-- @step audit-start
insert into :"conflict_schema".etl_audit
  (task_run_id, status, action, as_of, run_id, chunk_id, execution_arn, sql_sha256)
values (
  :'task_run_id'::uuid,
  'started',
  :'action',
  -- A chunk works with the as_of of its run, whatever the event says.
  coalesce(
    (select run.as_of from :"conflict_schema".etl_run as run where run.run_id = :'run_id'::integer),
    :'as_of'::timestamptz
  ),
  :'run_id'::integer,
  :'chunk_id'::integer,
  :'execution_arn',
  :'sql_sha256'
);
