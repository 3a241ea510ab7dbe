-- The status task: close what TASK_02 found to conflict no longer, and open again what does.
-- Reads   :"conflict_schema".conflictvisitmaps, conflicts, etl_run
-- Writes  :"conflict_schema".conflictvisitmaps, conflicts   (status, resolver, date, mark)
-- Re-run  safe: what has its status already is not written again, so a second run changes nothing.
-- By hand psql -1 -v conflict_schema=conflict -v as_of=2025-01-20T14:30:00Z -f update_statuses.sql
--
-- Run it after TASK_02: a mark that TASK_02 has left on a pair is what says that the pair is stale.
-- Pairs that TASK_02 cannot clear keep their status: those of an in-service or PTO event, and those
-- without a conflict id.
-- U unresolved, N no response, R resolved, D deleted, W whitelisted, I ignored: a pair is open
-- unless it is R or D. A conflict is resolved when none of its pairs is open.

-- @step use-utc
set local time zone 'UTC';

-- @step use-hash-joins
set local enable_nestloop = off;

-- @step use-memory
set local work_mem = '128MB';

-- @step use-small-samples
set local default_statistics_target = 10;

-- While chunks are left to do, a mark says only that nobody has looked. The constraint is named
-- after what is wrong: its name reaches the operator.
-- @step declare-unfinished-runs
create temporary table status_unfinished_runs (
  runs bigint constraint no_chunked_run_is_unfinished check (runs = 0)
) on commit drop;

-- @step check-unfinished-runs
insert into status_unfinished_runs
select count(*) from :"conflict_schema".etl_run where status in ('running', 'failed');

-- The table of pairs is wide: it is read once, and written where a verdict asks for it.
-- @step judge-pairs
create temporary table status_pairs on commit drop as
select
  m."ID" as id,
  m."CONFLICTID" as conflict_id,
  m."StatusFlag" as status,
  judged.is_due,
  case
    when judged.is_due is not true then null
    when m."UpdateFlag" = 1 then 'stale'
    when (m."IsMissed" or m."ConIsMissed") and coalesce(m."StatusFlag", '') not in ('R', 'D')
      then 'missed'
    when m."ConNoResponseFlag" = 'Yes' and m."StatusFlag" = 'U' then 'unanswered'
  end as verdict,
  coalesce(nullif(m."AgencyContact", ''), m."ProviderName") as resolver
from :"conflict_schema".conflictvisitmaps as m
cross join lateral (
  select
    m."VisitDate" between (:'as_of'::timestamptz - interval '2 years')::date
      and (:'as_of'::timestamptz + interval '45 days')::date
    and num_nonnulls(
      m."InserviceStartDate", m."InserviceEndDate", m."PTOStartDate", m."PTOEndDate",
      m."ConInserviceStartDate", m."ConInserviceEndDate", m."ConPTOStartDate", m."ConPTOEndDate"
    ) = 0
) as judged (is_due)
where m."CONFLICTID" is not null;

-- @step analyze-pairs
analyze status_pairs;

-- @step resolve-missed-pairs
update :"conflict_schema".conflictvisitmaps as m
set
  "StatusFlag" = 'R',
  "ResolveDate" = coalesce(m."ResolveDate", :'as_of'::timestamptz at time zone 'UTC'),
  "ResolvedBy" = coalesce(nullif(m."ResolvedBy", ''), pair.resolver)
from status_pairs as pair
where m."ID" = pair.id and pair.verdict = 'missed';

-- @step resolve-stale-pairs
update :"conflict_schema".conflictvisitmaps as m
set
  "StatusFlag" = case m."StatusFlag" when 'D' then 'D' else 'R' end,
  "ResolveDate" = coalesce(m."ResolveDate", :'as_of'::timestamptz at time zone 'UTC'),
  "ResolvedBy" = coalesce(nullif(m."ResolvedBy", ''), pair.resolver),
  "UpdateFlag" = null
from status_pairs as pair
where m."ID" = pair.id and pair.verdict = 'stale';

-- What the pairs say of their conflicts now, those that keep their status included.
-- @step judge-conflicts
create temporary table status_conflicts on commit drop as
select
  pair.conflict_id,
  bool_or(pair.status = 'U' and not was.closed) as has_unresolved_pair,
  bool_and(coalesce(pair.status, '') in ('R', 'D') or was.closed) as is_closed,
  min(pair.resolver collate "C") as resolver
from status_pairs as pair
cross join lateral (
  select coalesce(pair.verdict, '') in ('missed', 'stale')
) as was (closed)
group by pair.conflict_id
having bool_or(pair.is_due);

-- @step analyze-judged-conflicts
analyze status_conflicts;

-- A conflict that waits for an answer stays so: its pairs were unresolved all the time.
-- @step reopen-conflicts
update :"conflict_schema".conflicts as c
set
  "StatusFlag" = 'U',
  "UpdatedRFlag" = null,
  "ResolveDate" = null,
  "ResolvedBy" = null
from status_conflicts as judged
where c."CONFLICTID" = judged.conflict_id
  and judged.has_unresolved_pair
  and c."StatusFlag" not in ('D', 'I', 'W', 'U')
  and not (c."StatusFlag" = 'N' and c."NoResponseFlag" is not distinct from 'Yes');

-- @step flag-resolved-conflicts
update :"conflict_schema".conflicts as c
set "UpdatedRFlag" = '1'
from status_conflicts as judged
where c."CONFLICTID" = judged.conflict_id
  and c."StatusFlag" = 'R'
  and c."UpdatedRFlag" is distinct from '1';

-- @step resolve-conflicts
update :"conflict_schema".conflicts as c
set
  "StatusFlag" = 'R',
  "UpdatedRFlag" = '1',
  "ResolveDate" = coalesce(c."ResolveDate", :'as_of'::timestamptz at time zone 'UTC'),
  "ResolvedBy" = coalesce(nullif(c."ResolvedBy", ''), judged.resolver)
from status_conflicts as judged
where c."CONFLICTID" = judged.conflict_id
  and judged.is_closed
  and coalesce(c."StatusFlag", '') not in ('R', 'D');

-- TASK_02 makes every pair that conflicts unresolved; that nobody answered is still so.
-- @step restore-unanswered-pairs
update :"conflict_schema".conflictvisitmaps as m
set
  "StatusFlag" = 'N',
  "ResolveDate" = null,
  "ResolvedBy" = null
from status_pairs as pair
where m."ID" = pair.id and pair.verdict = 'unanswered';

-- @step restore-unanswered-conflicts
update :"conflict_schema".conflicts as c
set
  "StatusFlag" = 'N',
  "ResolveDate" = null,
  "ResolvedBy" = null
from status_conflicts as judged
where c."CONFLICTID" = judged.conflict_id
  and c."StatusFlag" = 'U'
  and c."NoResponseFlag" = 'Yes';
