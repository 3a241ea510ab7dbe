/** Kinds of source records, with the prefix of their ids. */
const PREFIXES = {
  visit: '0a51',
  caregiver: '0c43',
  patient: '0b47',
  address: '0ad0',
  provider: '0f00',
  office: '00ff',
  payer: '0b1d',
  contract: '0c0d',
  serviceCode: '05c0',
  user: '0ace',
} as const;

/** A kind of source record. */
export type EntityKind = keyof typeof PREFIXES;

/** Application ids are numbers of the source applications, apart from the ids of the warehouse. */
const APPLICATION_ID_BASES: Readonly<Record<EntityKind, number>> = {
  visit: 10_000_000,
  caregiver: 4_000_000,
  patient: 7_000_000,
  address: 6_000_000,
  provider: 500,
  office: 100,
  payer: 300,
  contract: 200,
  serviceCode: 800,
  user: 900,
};

/** Warehouse id of record number `index`: a UUID whose digits say which record it is. */
export function entityId(kind: EntityKind, index: number): string {
  return `0000${PREFIXES[kind]}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** Application id of record number `index`, as text. Never 0, which means "none". */
export function applicationId(kind: EntityKind, index: number): string {
  return String(APPLICATION_ID_BASES[kind] + index + 1);
}
