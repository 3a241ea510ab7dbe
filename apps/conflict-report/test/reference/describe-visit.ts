import { cell, find, indexBy, type Row, type Tables } from './tables.ts';
import { gpsAddresses, type Visit } from './visits.ts';

type Value = string | null;

/** The columns of a patient that TASK_02 wipes, without prefix. */
const WIPED = [
  ...['PAdmissionID', 'PName', 'PFName', 'PLName', 'PMedicaidNumber', 'PStatus', 'PAddressID'],
  ...['PAppAddressID', 'PAddressL1', 'PAddressL2', 'PCity', 'PAddressState', 'PZipCode', 'PCounty'],
];

/** Columns that hold a value of the visit's own row, by their names in it. */
const OF_FACT: Readonly<Record<string, string>> = {
  VisitID: 'Visit Id',
  AppVisitID: 'Application Visit Id',
  ProviderID: 'Provider Id',
  AppProviderID: 'Application Provider Id',
  CaregiverID: 'Caregiver Id',
  AppCaregiverID: 'Application Caregiver Id',
  OfficeID: 'Office Id',
  AppOfficeID: 'Application Office Id',
  PayerID: 'Payer Id',
  AppPayerID: 'Application Payer Id',
  PatientID: 'Patient Id',
  AppPatientID: 'Application Patient Id',
  PA_PatientID: 'Payer Patient Id',
  PA_AppPatientID: 'Application Payer Patient Id',
  P_PatientID: 'Provider Patient Id',
  P_AppPatientID: 'Application Provider Patient Id',
  VisitStartTime: 'Visit Start Time',
  VisitEndTime: 'Visit End Time',
  EVVStartTime: 'Call In Time',
  EVVEndTime: 'Call Out Time',
  Billed: 'Billed',
  BilledHours: 'Billed Hours',
  BilledRate: 'Billed Rate',
  TotalBilledAmount: 'Total Billed Amount',
  RateType: 'Bill Type',
  BillRateNonBilled: 'Bill Rate Non-Billed',
  ServiceCodeID: 'Service Code Id',
  AppServiceCodeID: 'Application Service Code Id',
  IsMissed: 'Is Missed',
  MissedVisitReason: 'Missed Visit Reason',
  EVVType: 'Call Out Device Type',
};

/**
 * How to tell what a pair says of one of its visits: conflict-report.md 6.3, under the names of the
 * primary side, without the place.
 */
export function visitDescriber(tables: Tables): (visit: Visit) => Readonly<Record<string, Value>> {
  const offices = indexBy(tables.offices, 'Office Id');
  const payers = indexBy(tables.payers, 'Payer Id');
  const contracts = indexBy(tables.contracts, 'Contract Id');
  const services = indexBy(tables.services, 'Service Code Id');
  const users = indexBy(tables.users, 'User Id');
  const patients = indexBy(tables.patients, 'Patient Id');
  const addressOf = gpsAddresses(tables);
  return ({ fact, caregiver, provider, ssn }) => {
    const of = (column: string): Value => cell(fact, column);
    const payer = find(payers, of('Payer Id'));
    const isPayerShown = isTrue(payer, 'Is Active') && isFalse(payer, 'Is Demo');
    const shownPayer = isPayerShown ? payer : undefined;
    const contract = find(contracts, of('Contract Id'));
    const shownContract = isTrue(contract, 'Is Active') ? contract : undefined;
    const office = find(offices, of('Office Id'));
    const served = find(patients, of('Provider Patient Id'));
    const insured = find(patients, of('Payer Patient Id'));
    return {
      ...Object.fromEntries(WIPED.map((column) => [column, null])),
      ...Object.fromEntries(Object.entries(OF_FACT).map(([column, name]) => [column, of(name)])),
      AideSSN: ssn,
      AideCode: cell(caregiver, 'Caregiver Code'),
      AideName: cell(caregiver, 'Caregiver Fullname'),
      AideFName: cell(caregiver, 'Caregiver Firstname'),
      AideLName: cell(caregiver, 'Caregiver Lastname'),
      AideStatus: cell(caregiver, 'Status'),
      ProviderName: cell(provider, 'Provider Name'),
      FederalTaxNumber: cell(provider, 'Federal Tax Number'),
      SchStartTime: inUtc(of('Scheduled Start Time')),
      SchEndTime: inUtc(of('Scheduled End Time')),
      LastUpdatedDate: inUtc(of('Visit Updated Timestamp')),
      LastUpdatedBy: valueOf(find(users, of('Visit Updated User Id')), 'User Fullname'),
      Office: isTrue(office, 'Is Active') ? valueOf(office, 'Office Name') : null,
      Contract: valueOf(shownPayer, 'Payer Name') ?? valueOf(shownContract, 'Contract Name'),
      PayerState: valueOf(shownPayer, 'Payer State'),
      ContractType: contractType(of('Application Payer Id'), of('Application Contract Id')),
      BilledDate: of('Invoice Date') === null ? null : `${of('Invoice Date')} 00:00:00`,
      BillRateBoth: of(of('Billed') === 'yes' ? 'Billed Rate' : 'Bill Rate Non-Billed'),
      ServiceCode: valueOf(find(services, of('Service Code Id')), 'Service Code'),
      ...describePatient('P_', served, addressOf(of('Provider Patient Id'))),
      ...describePatient('PA_', insured, addressOf(of('Payer Patient Id'))),
    };
  };
}

function describePatient(
  prefix: 'P_' | 'PA_',
  patient: Row | undefined,
  address: Row | undefined,
): Readonly<Record<string, Value>> {
  const values = {
    PAdmissionID: valueOf(patient, 'Admission Id'),
    PName: valueOf(patient, 'Patient Name'),
    PFName: valueOf(patient, 'Patient Firstname'),
    PLName: valueOf(patient, 'Patient Lastname'),
    PMedicaidNumber: valueOf(patient, 'Medicaid Number'),
    PAddressID: valueOf(address, 'Patient Address Id'),
    PAppAddressID: valueOf(address, 'Application Patient Address Id'),
    PAddressL1: valueOf(address, 'Address Line 1'),
    PAddressL2: valueOf(address, 'Address Line 2'),
    PCity: valueOf(address, 'City'),
    PAddressState: valueOf(address, 'Address State'),
    PZipCode: valueOf(address, 'Zip Code'),
    PCounty: valueOf(address, 'County'),
  };
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [`${prefix}${column}`, value]),
  );
}

function contractType(payerId: string | null, contractId: string | null): Value {
  if (payerId === null || contractId === null) return null;
  const [hasPayer, hasContract] = [Number(payerId) !== 0, Number(contractId) !== 0];
  if (hasPayer) return hasContract ? 'UPR' : 'Payer';
  return hasContract ? 'Internal' : null;
}

const valueOf = (row: Row | undefined, column: string): Value => (row ? cell(row, column) : null);
const isTrue = (row: Row | undefined, column: string): boolean => valueOf(row, column) === 'true';
const isFalse = (row: Row | undefined, column: string): boolean => valueOf(row, column) === 'false';

/** A time with its zone, which is UTC, as one without. */
const inUtc = (text: Value): Value => text && text.replace(/\+00$/, '');
