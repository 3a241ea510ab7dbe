-- What operators configure: distance settings, speed by distance, excluded agencies and SSNs.
-- Reads   nothing
-- Writes  tables settings, mph, excluded_agency, excluded_ssn of :"conflict_schema"
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -f 04_configuration.sql
--
-- nextval takes the sequence's name as text, where psql fills in no schema: search_path says which
-- schema is meant, until the transaction ends.

-- @step use-conflict-schema
set local search_path to :"conflict_schema";

-- @step create-settings
create table if not exists :"conflict_schema".settings (
  "ExtraDistance" numeric(38,0),
  "ExtraDistancePer" numeric(38,2),
  "NORESPONSELIMITTIME" numeric(38,0),
  "ID" numeric(38,0) default 0 primary key,
  "UpdateCronFlag" numeric(3,0),
  "InsertCronFlag" numeric(3,0),
  "ConflictIDFlag" numeric(3,0),
  "GroupIDFlag" numeric(3,0),
  "VisitHistoryFlag" numeric(3,0),
  "LastLoadDate" timestamp,
  "InProgressFlag" numeric(38,0)
);

-- @step create-mph-sequence
create sequence if not exists mph_id_seq;

-- @step create-mph
create table if not exists :"conflict_schema".mph (
  "ID" numeric(38,0) default nextval('mph_id_seq') primary key,
  "RECORDEDDATETIME" timestamp default current_timestamp,
  "TYPE" varchar(50),
  "From" numeric(38,0),
  "To" numeric(38,0),
  "AverageMilesPerHour" numeric(38,0)
);

-- @step own-mph-sequence
alter sequence mph_id_seq owned by mph."ID";

-- @step create-excluded-agency-sequence
create sequence if not exists excluded_agency_id_seq;

-- @step create-excluded-agency
create table if not exists :"conflict_schema".excluded_agency (
  "ID" numeric(38,0) default nextval('excluded_agency_id_seq') primary key,
  "AgencyName" varchar(100),
  "ProviderID" varchar(50),
  "AppProviderID" varchar(50)
);

-- @step own-excluded-agency-sequence
alter sequence excluded_agency_id_seq owned by excluded_agency."ID";

-- @step create-excluded-ssn-sequence
create sequence if not exists excluded_ssn_id_seq;

-- @step create-excluded-ssn
create table if not exists :"conflict_schema".excluded_ssn (
  "ID" numeric(38,0) default nextval('excluded_ssn_id_seq') primary key,
  "SSN" varchar(50)
);

-- @step own-excluded-ssn-sequence
alter sequence excluded_ssn_id_seq owned by excluded_ssn."ID";
