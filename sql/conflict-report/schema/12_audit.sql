-- The audit: who ran which task, when, with which SQL, and how it ended.
-- Reads   nothing
-- Writes  table etl_audit, function refuse_audit_change and a trigger of :"conflict_schema"
-- Re-run  safe: the table is left as it is, function and trigger are the same again.
-- By hand psql -1 -v conflict_schema=conflict -f 12_audit.sql
--
-- A task run has a row 'started', committed before its work, and later one that says how it ended.
-- 'started' alone: the run is at work, or it was killed, or lost its connection. Rows are never
-- changed or removed. No SSN, no value of a row, no message of an error: these may quote one.

-- @step create-etl-audit
create table if not exists :"conflict_schema".etl_audit (
  task_run_id uuid not null,
  status text not null check (status in ('started', 'succeeded', 'failed')),
  action text not null,
  as_of timestamptz,
  run_id integer,
  chunk_id integer,
  execution_arn text,
  -- Of the texts of the task's files, one after the other: cat … | sha256sum
  sql_sha256 text not null check (sql_sha256 ~ '^[0-9a-f]{64}$'),
  row_counts jsonb not null default '{}',
  error_name text check (error_name ~ '^[A-Za-z0-9.]{1,80}$'),
  database_user text not null default current_user,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (task_run_id, status),
  constraint "error_name tells of a failure" check ((status = 'failed') = (error_name is not null))
);

-- @step create-refusal
create or replace function :"conflict_schema".refuse_audit_change() returns trigger
language plpgsql as $$
begin
  raise exception 'etl_audit is append-only' using errcode = 'insufficient_privilege';
end
$$;

-- @step create-append-only-trigger
create or replace trigger append_only
before update or delete or truncate on :"conflict_schema".etl_audit
for each statement execute function :"conflict_schema".refuse_audit_change();
