import type { Database } from '@pipelines/sql-tasks';
import type { TestPostgres } from '@pipelines/testing';
import { createEmptyDatabase } from './golden-database.ts';

/** Made up, of a range that was never issued. */
export const VISIT_SSN = '666-45-6789';

/** One visit of the one caregiver; times are UTC. */
export interface Visit {
  readonly id: string;
  /** `PRV-01` or `PRV-02`; each employs the caregiver under an id of its own. */
  readonly provider: string;
  readonly date: string;
  /** `09:00-13:00` on the visit's date; `09:00-` has no end. */
  readonly scheduled?: string;
  readonly performed?: string;
  readonly isMissed?: boolean | null;
  /** `40.0,-75.0`, of both calls. */
  readonly gps?: string;
  /** A patient of PATIENTS. */
  readonly patient?: string;
}

/** Patients by the zip code of their GPS address; `PAT-NONE` has none. */
const PATIENTS = [
  ['PAT-10001', '10001'],
  ['PAT-10002', '10002'],
  ['PAT-NONE', null],
] as const;

const SETUP = [
  `insert into conflict.settings ("ID", "ExtraDistancePer", "InProgressFlag") values (1, 1.20, 1)`,
  `insert into conflict.mph ("From", "To", "AverageMilesPerHour") values (0, 500, 35)`,
  `insert into analytics.dimprovider
     ("Provider Id", "Provider Name", "Phone Number 1", "Is Active", "Is Demo")
   values ('PRV-01', 'First', '555-0101', true, false), ('PRV-02', 'Second', '555-0102', true, false)`,
  `insert into analytics.dimcaregiver ("Caregiver Id", "SSN")
   values ('CG-PRV-01', '${VISIT_SSN}'), ('CG-PRV-02', ' ${VISIT_SSN} ')`,
];

/** A database with two providers, one caregiver of both, and no visit. */
export async function createVisitDatabase(postgres: TestPostgres): Promise<Database> {
  const { database } = await createEmptyDatabase(postgres);
  for (const statement of SETUP) await database.query(statement);
  for (const [id, zip] of PATIENTS) {
    await database.query(
      `insert into analytics.dimpatient ("Patient Id", "Status") values ($1, 'Active')`,
      [id],
    );
    await database.query(
      `insert into analytics.dimpatientaddress
         ("Patient Address Id", "Patient Id", "Address Type", "Primary Address", "Zip Code")
       values ($1, $2, 'GPS', true, $3)`,
      [`ADR-${id}`, id, zip],
    );
  }
  return database;
}

/** Write visits to the visit fact. */
export async function insertVisits(database: Database, visits: readonly Visit[]): Promise<void> {
  for (const visit of visits) {
    const { isMissed = false } = visit;
    await database.query(
      `insert into analytics.factvisitcallperformance_cr
         ("Visit Id", "Caregiver Id", "Provider Id", "Visit Date", "Scheduled Start Time",
          "Scheduled End Time", "Visit Start Time", "Visit End Time", "Call In GPS Coordinates",
          "Call Out GPS Coordinates", "Is Missed", "Provider Patient Id", "Payer Patient Id")
       values ($1, $2, $3, $4::date, $5::timestamptz, $6::timestamptz, $7::timestamp, $8::timestamp,
               $9::text, $9::text, $10::boolean, $11::text, $11::text)`,
      [
        visit.id,
        `CG-${visit.provider}`,
        visit.provider,
        visit.date,
        ...spanOf(visit.date, visit.scheduled, 'Z'),
        ...spanOf(visit.date, visit.performed, ''),
        visit.gps ?? null,
        isMissed === null ? null : String(isMissed),
        visit.patient ?? null,
      ],
    );
  }
}

function spanOf(
  date: string,
  span: string | undefined,
  zone: string,
): readonly [string | null, string | null] {
  if (span === undefined) return [null, null];
  const [start, end] = span.split('-').map((time) => (time ? `${date}T${time}:00${zone}` : null));
  return [start ?? null, end ?? null];
}
