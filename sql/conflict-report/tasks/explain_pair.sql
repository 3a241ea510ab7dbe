-- Explain, first: one pair of visits for the rules of TASK_02, whether or not the table has it.
-- Reads   nothing
-- Writes  nothing but work tables
-- Re-run  safe: the work tables go with the transaction.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -v as_of=2025-01-20T14:30:00Z -v visit_id=V-1 -v con_visit_id=V-2 \
--           -f explain_pair.sql -f task_02_update_conflicts.sql -f explain_report.sql
--
-- The pair has no id: what TASK_02 would write finds no row. The Lambda leaves those steps out.

-- @step use-utc
set local time zone 'UTC';

-- @step name-visits
create temporary table task_02_explain on commit drop as
select :'visit_id'::text as visit_id, :'con_visit_id'::text as con_visit_id;

-- TASK_02 looks for pairs of its own only when there is no chunk, and looks few rows up by index.
-- @step use-chunk
create temporary table task_02_chunk on commit drop as
select visit_id from task_02_explain;

-- @step use-one-pair
create temporary table task_02_pairs on commit drop as
select
  null::numeric(38, 0) as id,
  visit_id,
  con_visit_id,
  true as is_marked,
  false as has_event
from task_02_explain;
