-- The ten dimensions that the conflict report reads. Column names are those of the source.
-- Reads   nothing
-- Writes  tables of :"analytics_schema"
-- Re-run  safe: what exists already is left as it is.
-- By hand psql -1 -v conflict_schema=conflict -v analytics_schema=analytics \
--           -f 02_analytics_dimensions.sql

-- @step create-dimcaregiver
create table if not exists :"analytics_schema".dimcaregiver (
  "Caregiver Id" varchar(50) primary key,
  "Application Caregiver Id" numeric(38,0),
  "Caregiver Code" varchar(50),
  "Caregiver Firstname" varchar(50),
  "Caregiver Lastname" varchar(50),
  "Caregiver Fullname" varchar(101),
  "SSN" varchar(50),
  "Status" varchar(50),
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimoffice
create table if not exists :"analytics_schema".dimoffice (
  "Office Id" varchar(50) primary key,
  "Application Office Id" numeric(38,0),
  "Office Name" varchar(100),
  "Is Active" boolean,
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimpatient
create table if not exists :"analytics_schema".dimpatient (
  "Patient Id" varchar(50) primary key,
  "Application Patient Id" numeric(38,0),
  "Patient Firstname" varchar(100),
  "Patient Lastname" varchar(100),
  "Patient Name" varchar(201),
  "Admission Id" varchar(500),
  "Medicaid Number" varchar(100),
  "Status" varchar(50),
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimpatientaddress
create table if not exists :"analytics_schema".dimpatientaddress (
  "Patient Address Id" varchar(50) primary key,
  "Application Patient Address Id" numeric(38,0),
  "Patient Id" varchar(50),
  "Application Patient Id" numeric(38,0),
  "Address Type" varchar(50),
  "Address Line 1" varchar(500),
  "Address Line 2" varchar(100),
  "City" varchar(255),
  "County" varchar(100),
  "Address State" varchar(100),
  "Zip Code" varchar(100),
  "Primary Address" boolean,
  "Latitude" numeric(12,8),
  "Longitude" numeric(12,8),
  "Application Created UTC Timestamp" timestamptz,
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimpayer
create table if not exists :"analytics_schema".dimpayer (
  "Payer Id" varchar(50) primary key,
  "Application Payer Id" numeric(38,0),
  "Payer Name" varchar(50),
  "Payer State" varchar(100),
  "Is Active" boolean,
  "Is Demo" boolean,
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimpayerprovider
create table if not exists :"analytics_schema".dimpayerprovider (
  "Payer Id" varchar(50) not null,
  "Application Payer Id" numeric(38,0),
  "Provider Id" varchar(50) not null,
  "Application Provider Id" numeric(38,0),
  primary key ("Payer Id", "Provider Id")
);

-- @step create-dimprovider
create table if not exists :"analytics_schema".dimprovider (
  "Provider Id" varchar(50) primary key,
  "Application Provider Id" numeric(38,0),
  "Provider Name" varchar(200),
  "Address State" varchar(100),
  "Federal Tax Number" varchar(100),
  "Phone Number 1" varchar(30),
  "Is Active" boolean,
  "Is Demo" boolean,
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimcontract
create table if not exists :"analytics_schema".dimcontract (
  "Contract Id" varchar(50) primary key,
  "Application Contract Id" numeric(38,0),
  "Contract Name" varchar(250),
  "Is Active" boolean,
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimservicecode
create table if not exists :"analytics_schema".dimservicecode (
  "Service Code Id" varchar(50) primary key,
  "Application Service Code Id" numeric(38,0),
  "Service Code" varchar(50),
  "Updated Datatimestamp" timestamptz
);

-- @step create-dimuser
create table if not exists :"analytics_schema".dimuser (
  "User Id" varchar(50) primary key,
  "Application User Id" numeric(38,0),
  "User Fullname" varchar(511),
  "User Email Address" varchar(320),
  "Vendor Id" varchar(50),
  "Application Vendor Id" numeric(38,0)
);
