-- The parent of the pairs that share a primary visit: status and the agency's response.
-- Reads   nothing
-- Writes  table conflicts of :"conflict_schema"
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics -f 05_conflicts.sql
--
-- nextval takes the sequence's name as text, where psql fills in no schema: search_path says which
-- schema is meant, until the transaction ends.

-- @step use-conflict-schema
set local search_path to :"conflict_schema";

-- @step create-conflicts-sequence
create sequence if not exists conflicts_conflictid_seq;

-- @step create-conflicts
create table if not exists :"conflict_schema".conflicts (
  "CONFLICTID" numeric(38,0) default nextval('conflicts_conflictid_seq') primary key,
  "RECORDEDDATETIME" timestamp default current_timestamp,
  "StatusFlag" varchar(5) default 'U',
  "NoResponseFlag" varchar(10),
  "NoResponseReasonID" numeric(38,0),
  "NoResponseTitle" varchar(500),
  "NoResponseNotes" varchar(500),
  "ResolveDate" timestamp,
  "CreatedDate" timestamp,
  "ResolvedBy" varchar(200),
  "NoResponseDate" timestamp,
  "FlagForReview" varchar(5),
  "FlagForReviewDate" timestamp,
  "UpdatedRFlag" varchar(5)
);

-- @step own-conflicts-sequence
alter sequence conflicts_conflictid_seq owned by conflicts."CONFLICTID";
