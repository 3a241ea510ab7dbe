-- The visit fact: one row per visit, scheduled and performed.
-- Reads   nothing
-- Writes  table :"analytics_schema".factvisitcallperformance_cr
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -f 03_analytics_visits.sql
--
-- Scheduled times are instants (timestamptz), performed times are UTC without a zone (timestamp):
-- both are compared only after the former were converted in a session whose time zone is UTC.

-- @step create-factvisitcallperformance-cr
create table if not exists :"analytics_schema".factvisitcallperformance_cr (
  "Visit Id" varchar(50) primary key,
  "Application Visit Id" numeric(38,0),
  "Patient Id" varchar(50),
  "Application Patient Id" numeric(38,0),
  "Caregiver Id" varchar(50),
  "Application Caregiver Id" numeric(38,0),
  "Provider Id" varchar(50),
  "Application Provider Id" numeric(38,0),
  "Office Id" varchar(50),
  "Application Office Id" numeric(38,0),
  "Payer Id" varchar(50),
  "Application Payer Id" numeric(38,0),
  "Contract Id" varchar(50),
  "Application Contract Id" numeric(38,0),
  "Service Code Id" varchar(50),
  "Application Service Code Id" numeric(38,0),
  "Payer Patient Id" varchar(50),
  "Application Payer Patient Id" numeric(38,0),
  "Provider Patient Id" varchar(50),
  "Application Provider Patient Id" numeric(38,0),
  "Visit Date" date,
  "Scheduled Start Time" timestamptz,
  "Scheduled End Time" timestamptz,
  "Visit Start Time" timestamp,
  "Visit End Time" timestamp,
  "Call In Time" timestamp,
  "Call In GPS Coordinates" varchar(100),
  "Call Out Time" timestamp,
  "Call Out GPS Coordinates" varchar(100),
  "Call Out Device Type" varchar(100),
  "Bill Type" varchar(50),
  "Billed" varchar(3),
  "Billed Hours" numeric(8,2),
  "Billed Rate" numeric(19,3),
  "Total Billed Amount" numeric(19,3),
  "Bill Rate Non-Billed" numeric(12,2),
  "Invoice Date" date,
  "Is Missed" boolean,
  "Missed Visit Reason" varchar(500),
  "Visit Updated User Id" varchar(50),
  "Application Visit Updated User Id" numeric(38,0),
  "Visit Updated Timestamp" timestamptz,
  "Updated Datatimestamp" timestamptz
);
