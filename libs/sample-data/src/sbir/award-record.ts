import type { AwardColumn } from '@pipelines/contracts';
import { createRandom, type Random } from '../random.ts';
import type { AwardPopulation } from './award-population.ts';
import type { Award } from './awards.ts';
import {
  messyCount,
  messyDate,
  messyDuns,
  messyFlag,
  messyName,
  messyState,
  messyZip,
} from './messy-values.ts';
import { list } from './word-list.ts';

/** One record: a text for each column. */
export type AwardRecord = Record<AwardColumn, string>;

const GIVEN = list(
  'Ada; Bela; Cleo; Dara; Enzo; Faye; Gus; Hana; Ivo; Juno; Kai; Lena; Milo; Nora',
);
const FAMILY = list('Example; Placeholder; Sample; Testman; Mockford; Dummy; Fakely; Standin');
const SCHOOLS = list(
  'Example State University; Placeholder Institute of Technology; Sample University; Mock College',
);

/**
 * Write an award down as the source does, quirks included. People, addresses and telephone numbers
 * (555-01xx) are plainly made up.
 *
 * @param abstractOf - makes the abstract from the record's own random sequence
 * Source: sbir-refresh.md 3.1 and 3.4
 */
export function recordOf(
  population: AwardPopulation,
  award: Award,
  abstractOf: (random: Random) => string,
): AwardRecord {
  const random = createRandom(population.seed, 'record', award.index);
  const { agency, topic, year } = award;
  const hasSolicitation = random.chance(0.525);
  const abstract = abstractOf(random);
  return {
    'Award Title': `${award.program} ${award.phase}: ${titleOf(abstract)}`,
    Agency: agency.agency,
    Branch: agency.branch,
    Phase: award.phase,
    Program: award.program,
    'Agency Tracking Number': award.tracking,
    Contract: award.contract,
    'Proposal Award Date': messyDate(random, award.awardDate),
    'Contract End Date': award.endDate,
    'Solicitation Number': hasSolicitation ? `${agency.code} ${year - 1}.${1 + (year % 3)}` : '',
    'Solicitation Year': hasSolicitation ? String(year - 1) : '',
    'Solicitation Close Date': '',
    'Proposal Receipt Date': '',
    'Date of Notification': '',
    'Topic Code': topic,
    'Award Year': String(year),
    'Award Amount': amountText(award.amountCents),
    ...firmFields(random, award),
    Abstract: abstract,
    ...peopleFields(random, award),
  };
}

/** `150000.0000`: four decimals, as the source writes money. */
export function amountText(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}00`;
}

type FirmColumn =
  | 'Company'
  | 'UEI'
  | 'Duns'
  | 'HUBZone Owned'
  | 'Socially and Economically Disadvantaged'
  | 'Woman Owned'
  | 'Number Employees'
  | 'Company Website'
  | 'Address1'
  | 'Address2'
  | 'City'
  | 'State'
  | 'Zip';

function firmFields(random: Random, { firm }: Award): Pick<AwardRecord, FirmColumn> {
  return {
    Company: messyName(random, firm.name),
    // The UEI came in 2022 and was filled in for old awards only here and there.
    UEI: random.chance(0.85) ? firm.uei : '',
    Duns: messyDuns(random, firm.duns),
    'HUBZone Owned': messyFlag(random, firm.isHubzone),
    'Socially and Economically Disadvantaged': messyFlag(random, firm.isDisadvantaged),
    'Woman Owned': messyFlag(random, firm.isWomanOwned),
    'Number Employees': messyCount(random, firm.employees),
    'Company Website': firm.website,
    Address1: firm.street,
    Address2: firm.suite,
    City: firm.place.city,
    State: messyState(random, firm.place.state),
    Zip: messyZip(random, firm.zip),
  };
}

type PeopleColumn =
  | 'Contact Name'
  | 'Contact Title'
  | 'Contact Phone'
  | 'Contact Email'
  | 'PI Name'
  | 'PI Title'
  | 'PI Phone'
  | 'PI Email'
  | 'RI Name'
  | 'RI POC Name'
  | 'RI POC Phone';

function peopleFields(random: Random, award: Award): Pick<AwardRecord, PeopleColumn> {
  const { firm, program } = award;
  const contact = personOf(firm.index);
  const investigator = personOf(firm.index * 3 + award.investigator + 1);
  const hasSchool = program === 'STTR' || random.chance(0.03);
  return {
    'Contact Name': contact,
    'Contact Title': 'President',
    'Contact Phone': phoneOf(random),
    'Contact Email': addressOf(contact, firm.index),
    'PI Name': random.chance(0.97) ? investigator : '',
    'PI Title': 'Principal Investigator',
    'PI Phone': phoneOf(random),
    'PI Email': addressOf(investigator, firm.index),
    'RI Name': hasSchool ? (SCHOOLS[firm.index % SCHOOLS.length] ?? '') : '',
    'RI POC Name': hasSchool ? personOf(firm.index + 7) : '',
    'RI POC Phone': hasSchool ? phoneOf(random) : '',
  };
}

function personOf(number: number): string {
  const given = GIVEN[number % GIVEN.length];
  const family = FAMILY[Math.floor(number / GIVEN.length) % FAMILY.length];
  return `${given} ${family}`;
}

function addressOf(person: string, firm: number): string {
  return `${person.toLowerCase().replace(' ', '.')}@firm-${firm}.example.com`;
}

function phoneOf(random: Random): string {
  return `${200 + random.below(700)}-555-01${String(random.below(100)).padStart(2, '0')}`;
}

/** Title of an award: the beginning of its abstract, up to the first comma or line end. */
function titleOf(abstract: string): string {
  return /^[^,\r\n]{0,180}/.exec(abstract)?.[0] ?? '';
}
