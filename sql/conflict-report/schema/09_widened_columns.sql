-- Give the columns of tables made before they were widened the width of what is written to them.
-- Reads   nothing
-- Writes  :"conflict_schema".conflictvisitmaps, conflictvisitmaps_temp, payer_provider_reminders
-- Re-run  safe: a column that is wide enough stays as it is; no row is rewritten.
-- By hand psql -1 -v conflict_schema=conflict -f 09_widened_columns.sql
--
-- One value too long would end a whole task (SQLSTATE 22001).

-- @step widen-conflictvisitmaps
alter table :"conflict_schema".conflictvisitmaps
  alter column "ProviderName" type varchar(200),
  alter column "ConProviderName" type varchar(200),
  alter column "LastUpdatedBy" type varchar(511),
  alter column "ConLastUpdatedBy" type varchar(511),
  alter column "Contract" type varchar(250),
  alter column "ConContract" type varchar(250),
  alter column "EVVType" type varchar(100),
  alter column "ConEVVType" type varchar(100),
  alter column "ConAideStatus" type varchar(50),
  alter column "ConP_PStatus" type varchar(50),
  alter column "PA_PStatus" type varchar(50),
  alter column "ConPA_PStatus" type varchar(50);

-- @step widen-conflictvisitmaps-temp
alter table :"conflict_schema".conflictvisitmaps_temp
  alter column "ProviderName" type varchar(200),
  alter column "ConProviderName" type varchar(200),
  alter column "Contract" type varchar(250),
  alter column "ConContract" type varchar(250);

-- @step widen-payer-provider-reminders
alter table :"conflict_schema".payer_provider_reminders
  alter column "ProviderName" type varchar(200);
