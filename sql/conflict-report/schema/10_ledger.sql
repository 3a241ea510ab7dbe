-- The ledger of chunked runs: which chunks a run of TASK_02 has, and which of them are done.
-- Reads   nothing
-- Writes  tables etl_run and etl_chunk_state of :"conflict_schema"
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -f 10_ledger.sql
--
-- A chunk is a range of visit dates and, of a date too large for one chunk, a bucket of the hashed
-- SSNs. No SSN is kept here. The tables refer to each other by run_id alone, without a foreign key:
-- a dump is loaded table by table in the order of their names.

-- @step create-etl-run
create table if not exists :"conflict_schema".etl_run (
  run_id integer primary key,
  as_of timestamptz not null,
  status text not null default 'running'
    check (status in ('running', 'failed', 'done', 'abandoned')),
  marked_rows bigint,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);

-- @step create-etl-chunk-state
create table if not exists :"conflict_schema".etl_chunk_state (
  run_id integer,
  chunk_id integer,
  start_date date not null,
  end_date date not null,
  bucket integer not null,
  buckets integer not null,
  estimated_rows bigint not null,
  status text not null default 'pending' check (status in ('pending', 'failed', 'done')),
  updated_rows bigint not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  error text,
  primary key (run_id, chunk_id)
);
