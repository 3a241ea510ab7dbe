import { instantText } from '../calendar.ts';
import { applicationId, entityId } from '../entities.ts';
import { patientOf, type Address } from '../patients.ts';
import { everyPerson } from '../people.ts';
import type { Caregiver } from '../caregivers.ts';
import type { Population } from '../population.ts';
import { booleanText, sampleTable, type NamedRow, type SampleTable } from '../sample-table.ts';

/** Records whose SSN was never entered. They have no visits. */
const CAREGIVERS_WITHOUT_SSN = 10;

/** Mean of 2, 3 and 4. */
const CAREGIVERS_PER_PERSON = 3;

/** `analytics.dimcaregiver`: the caregivers' records at their providers. */
export function caregiverTable(population: Population): SampleTable {
  const columns = [
    ...['Caregiver Id', 'Application Caregiver Id', 'Caregiver Code'],
    ...['Caregiver Firstname', 'Caregiver Lastname', 'Caregiver Fullname'],
    ...['SSN', 'Status', 'Updated Datatimestamp'],
  ];
  const estimatedRows = population.people * CAREGIVERS_PER_PERSON + CAREGIVERS_WITHOUT_SSN;
  return sampleTable(
    { schema: 'analytics', table: 'dimcaregiver', columns, estimatedRows },
    function* () {
      for (const { caregivers } of everyPerson(population)) {
        for (const caregiver of caregivers) yield caregiverRow(caregiver, population.today);
      }
      for (let number = 0; number < CAREGIVERS_WITHOUT_SSN; number += 1) {
        yield caregiverRow(withoutSsn(population, number), population.today);
      }
    },
  );
}

function withoutSsn({ people }: Population, number: number): Caregiver {
  return {
    index: 4 * people + number,
    provider: 0,
    ssnText: number % 2 === 0 ? '' : '  ',
    firstName: 'New',
    lastName: `Hire${number + 1}`,
    isActive: true,
  };
}

function caregiverRow(caregiver: Caregiver, today: number): NamedRow {
  const { index, firstName, lastName, ssnText, isActive } = caregiver;
  return {
    'Caregiver Id': entityId('caregiver', index),
    'Application Caregiver Id': applicationId('caregiver', index),
    'Caregiver Code': `C${index + 1}`,
    'Caregiver Firstname': firstName,
    'Caregiver Lastname': lastName,
    'Caregiver Fullname': `${firstName} ${lastName}`,
    SSN: ssnText === '' ? null : ssnText,
    Status: isActive ? 'Active' : 'Inactive',
    'Updated Datatimestamp': instantText(today - 1, 0),
  };
}

/** `analytics.dimpatient`: each patient's record at the provider, then the one at the payer. */
export function patientTable(population: Population): SampleTable {
  const columns = [
    ...['Patient Id', 'Application Patient Id', 'Patient Firstname', 'Patient Lastname'],
    ...['Patient Name', 'Admission Id', 'Medicaid Number', 'Status', 'Updated Datatimestamp'],
  ];
  return sampleTable(
    { schema: 'analytics', table: 'dimpatient', columns, estimatedRows: 2 * population.patients },
    function* () {
      for (let number = 0; number < 2 * population.patients; number += 1) {
        yield patientRow(population, number);
      }
    },
  );
}

function patientRow(population: Population, record: number): NamedRow {
  const index = Math.floor(record / 2);
  const { firstName, lastName, isActive } = patientOf(population, index);
  return {
    'Patient Id': entityId('patient', record),
    'Application Patient Id': applicationId('patient', record),
    'Patient Firstname': firstName,
    'Patient Lastname': lastName,
    'Patient Name': `${firstName} ${lastName}`,
    'Admission Id': `ADM-${record + 1}`,
    'Medicaid Number': `MED${index + 1}`,
    Status: isActive ? 'Active' : 'Discharged',
    'Updated Datatimestamp': instantText(population.today - 1, 0),
  };
}

/** Addresses are numbered in tens per patient record. */
const MOST_ADDRESSES = 10;

/** Mean of 0, 1, 2 and 3, for both records of a patient. */
const ADDRESSES_PER_PATIENT = 3;

/** `analytics.dimpatientaddress`: none to three addresses of each patient record. */
export function addressTable(population: Population): SampleTable {
  const columns = [
    ...['Patient Address Id', 'Application Patient Address Id', 'Patient Id'],
    ...['Application Patient Id', 'Address Type', 'Address Line 1', 'Address Line 2', 'City'],
    ...['County', 'Address State', 'Zip Code', 'Primary Address', 'Latitude', 'Longitude'],
    ...['Application Created UTC Timestamp', 'Updated Datatimestamp'],
  ];
  const estimatedRows = population.patients * ADDRESSES_PER_PATIENT;
  return sampleTable(
    { schema: 'analytics', table: 'dimpatientaddress', columns, estimatedRows },
    function* () {
      for (let index = 0; index < population.patients; index += 1) {
        const patient = patientOf(population, index);
        for (const [side, addresses] of patient.addresses.entries()) {
          for (const [number, address] of addresses.entries()) {
            yield addressRow(address, { record: 2 * index + side, number }, population.today);
          }
        }
      }
    },
  );
}

function addressRow(
  address: Address,
  { record, number }: { readonly record: number; readonly number: number },
  today: number,
): NamedRow {
  const index = record * MOST_ADDRESSES + number;
  return {
    'Patient Address Id': entityId('address', index),
    'Application Patient Address Id': applicationId('address', index),
    'Patient Id': entityId('patient', record),
    'Application Patient Id': applicationId('patient', record),
    'Address Type': address.type,
    'Address Line 1': address.street,
    City: 'Brooklyn',
    County: 'Kings',
    'Address State': 'NY',
    'Zip Code': address.zip,
    'Primary Address': booleanText(address.isPrimary),
    Latitude: address.place?.latitude.toFixed(8),
    Longitude: address.place?.longitude.toFixed(8),
    'Application Created UTC Timestamp': instantText(today - address.ageDays, 0),
    'Updated Datatimestamp': instantText(today - 1, 0),
  };
}
