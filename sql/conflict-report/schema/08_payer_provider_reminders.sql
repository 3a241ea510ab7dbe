-- After how many days a provider is reminded of a payer's conflicts.
-- Reads   nothing
-- Writes  table payer_provider_reminders of :"conflict_schema"
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -f 08_payer_provider_reminders.sql
--
-- nextval takes the sequence's name as text, where psql fills in no schema: search_path says which
-- schema is meant, until the transaction ends.

-- @step use-conflict-schema
set local search_path to :"conflict_schema";

-- @step create-payer-provider-reminders-sequence
create sequence if not exists payer_provider_reminders_id_seq;

-- @step create-payer-provider-reminders
create table if not exists :"conflict_schema".payer_provider_reminders (
  "ID" numeric(38,0) default nextval('payer_provider_reminders_id_seq') primary key,
  "PayerID" varchar(50),
  "AppPayerID" varchar(50),
  "Contract" varchar(100),
  "ProviderID" varchar(50),
  "AppProviderID" varchar(50),
  "ProviderName" varchar(200),
  "CreatedDateTime" timestamp default current_timestamp,
  "NumberOfDays" numeric(38,0)
);

-- @step own-payer-provider-reminders-sequence
alter sequence payer_provider_reminders_id_seq owned by payer_provider_reminders."ID";
