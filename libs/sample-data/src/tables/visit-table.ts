import { dateText, instantText, timestampText } from '../calendar.ts';
import { applicationId, entityId, type EntityKind } from '../entities.ts';
import { everyPerson } from '../people.ts';
import type { Population } from '../population.ts';
import {
  amountText,
  booleanText,
  sampleTable,
  type NamedRow,
  type SampleTable,
} from '../sample-table.ts';
import type { Visit } from '../visits.ts';

const COLUMNS = [
  ...['Visit Id', 'Application Visit Id', 'Patient Id', 'Application Patient Id'],
  ...['Caregiver Id', 'Application Caregiver Id', 'Provider Id', 'Application Provider Id'],
  ...['Office Id', 'Application Office Id', 'Payer Id', 'Application Payer Id'],
  ...['Contract Id', 'Application Contract Id', 'Service Code Id', 'Application Service Code Id'],
  ...['Payer Patient Id', 'Application Payer Patient Id'],
  ...['Provider Patient Id', 'Application Provider Patient Id'],
  ...['Visit Date', 'Scheduled Start Time', 'Scheduled End Time'],
  ...['Visit Start Time', 'Visit End Time', 'Call In Time', 'Call In GPS Coordinates'],
  ...['Call Out Time', 'Call Out GPS Coordinates', 'Call Out Device Type', 'Bill Type', 'Billed'],
  ...['Billed Hours', 'Billed Rate', 'Total Billed Amount', 'Bill Rate Non-Billed'],
  ...['Invoice Date', 'Is Missed', 'Missed Visit Reason', 'Visit Updated User Id'],
  ...['Application Visit Updated User Id', 'Visit Updated Timestamp', 'Updated Datatimestamp'],
];

/** `analytics.factvisitcallperformance_cr`: the visits. */
export function visitTable(population: Population): SampleTable {
  return sampleTable(
    {
      schema: 'analytics',
      table: 'factvisitcallperformance_cr',
      columns: COLUMNS,
      estimatedRows: population.visits,
    },
    function* () {
      for (const person of everyPerson(population)) {
        for (const visit of person.visits) yield visitRow(visit, population.today);
      }
    },
  );
}

function visitRow(visit: Visit, today: number): NamedRow {
  const { caregiver, patient } = visit;
  const updatedDay = Math.min(visit.day, today - 1);
  return {
    ...ids('Visit', 'visit', visit.index),
    // A patient is two records: the provider's, which the visit is for, and the payer's.
    ...ids('Patient', 'patient', 2 * patient),
    ...ids('Provider Patient', 'patient', 2 * patient),
    ...ids('Payer Patient', 'patient', 2 * patient + 1),
    ...ids('Caregiver', 'caregiver', caregiver.index),
    ...ids('Provider', 'provider', caregiver.provider),
    ...ids('Office', 'office', visit.office),
    ...ids('Payer', 'payer', visit.payer),
    ...(visit.hasApplicationPayer ? {} : { 'Application Payer Id': '0' }),
    ...ids('Contract', 'contract', visit.contract),
    ...(visit.hasApplicationContract ? {} : { 'Application Contract Id': '0' }),
    ...(visit.serviceCode === undefined
      ? {}
      : ids('Service Code', 'serviceCode', visit.serviceCode)),
    'Visit Date': dateText(visit.day),
    'Scheduled Start Time': instantText(visit.day, visit.scheduled.start),
    'Scheduled End Time': instantText(visit.day, visit.scheduled.end),
    ...courseColumns(visit),
    ...billingColumns(visit),
    'Is Missed': booleanText(visit.isMissed),
    'Missed Visit Reason': visit.isMissed ? 'Patient not at home' : null,
    ...ids('Visit Updated User', 'user', visit.user),
    'Visit Updated Timestamp': instantText(updatedDay, 22 * 60),
    'Updated Datatimestamp': instantText(updatedDay, 23 * 60),
  };
}

function ids(name: string, kind: EntityKind, index: number): NamedRow {
  return {
    [`${name} Id`]: entityId(kind, index),
    [`Application ${name} Id`]: applicationId(kind, index),
  };
}

function courseColumns({ course, day, callIn, callOut }: Visit): NamedRow {
  if (course.state === 'unstarted') return {};
  const startMinutes = course.state === 'done' ? course.actual.start : course.start;
  const start = timestampText(day, startMinutes);
  const end = course.state === 'done' ? timestampText(day, course.actual.end) : null;
  return {
    'Visit Start Time': start,
    'Visit End Time': end,
    'Call In Time': start,
    'Call Out Time': end,
    'Call In GPS Coordinates': callIn,
    'Call Out GPS Coordinates': callOut,
    'Call Out Device Type': end === null ? null : 'Mobile',
  };
}

function billingColumns({ billed, course, day, rateCents }: Visit): NamedRow {
  const columns: NamedRow = { 'Bill Type': 'Hourly', Billed: billed };
  if (billed !== 'yes' || course.state !== 'done') {
    return { ...columns, 'Bill Rate Non-Billed': amountText(rateCents) };
  }
  const minutes = course.actual.end - course.actual.start;
  return {
    ...columns,
    'Billed Hours': amountText(Math.round((minutes * 100) / 60)),
    'Billed Rate': amountText(rateCents),
    'Total Billed Amount': amountText(Math.round((minutes * rateCents) / 60)),
    'Invoice Date': dateText(day + 1),
  };
}
