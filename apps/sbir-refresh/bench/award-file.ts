import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { awardColumns, companyColumns } from '@pipelines/contracts';
import { createRandom } from '../test/csv-documents.ts';

const WORDS =
  'advanced sensor materials for autonomous systems under extreme thermal load the proposed effort develops novel methods and validates prototype performance with commercial partners in defense energy health'.split(
    ' ',
  );
const AGENCIES = ['Department of Defense', 'Department of Energy', 'National Science Foundation'];
const STATES = ['Virginia', 'California', 'Massachusetts', 'Texas', 'MD', 'Ohio'];
/** 390 MB in 219 500 awards. */
const ABSTRACT_WORDS = 174;

type Random = () => number;

const pick = (random: Random, list: readonly string[]): string =>
  list[Math.floor(random() * list.length)] ?? '';

function abstractOf(random: Random): string {
  let text = '';
  for (let word = 0; word < ABSTRACT_WORDS; word++) {
    text += pick(random, WORDS);
    text += word % 80 === 79 ? (random() < 0.5 ? '\r\n' : '\n') : word % 31 === 30 ? ', ' : ' ';
  }
  return random() < 0.4 ? `${text}“so ""called”\u00a0™` : text;
}

/** The company of a number: 34 000 of them, named alike enough to make fuzzy matching work. */
function companyOf(id: number) {
  const random = createRandom(id + 1);
  const name = `${pick(random, WORDS)} ${pick(random, WORDS)} ${id.toString(36)} ${pick(random, ['Inc.', 'LLC', 'Corp', 'Technologies, Inc.'])}`;
  const uei = (id + 36 ** 7).toString(36).toUpperCase().padStart(12, 'A');
  return {
    name: name.charAt(0).toUpperCase() + name.slice(1),
    uei: id % 2 === 0 ? uei : '',
    duns: id % 3 === 0 ? String(100_000_000 + id) : '',
  };
}

function awardOf(index: number, random: Random): string {
  const year = 1990 + Math.floor(random() * 35);
  const company = companyOf(Math.floor(random() ** 2 * 34_000));
  const day = `-${String(1 + Math.floor(random() * 9)).padStart(2, '0')}-15`;
  const phase = random() < 0.65 ? 'Phase I' : 'Phase II';
  const [p, c] = [`703-555-${1000 + (index % 9000)}`, `c${index}@example.com`];
  return `"${company.name}","Award ${pick(random, WORDS)} ${index}","${pick(random, AGENCIES)}","Air Force","${phase}",SBIR,"AF${index}","FA${index}",${random() < 0.7 ? year + day : ''},${random() < 0.7 ? year + 1 + day : ''},"SOL ${year}",${year},,,,"T${index % 500}",${year},${100_000 + (index % 900) * 1000}.0000,${company.uei},${company.duns},N,N,U,${index % 300},"https://example.com/${index}","${index} Main Street",,"Arlington","${pick(random, STATES)}",${String(10_000 + (index % 80_000))},"${abstractOf(random)}","Jo Contact","CEO","${p}","${c}","Pat ${index % 60_000} Investigator","Chief","${p}","${c}",${random() < 0.2 ? `"University ${index % 300}","Dr. Poc","${p}"` : ',,'}\r\n`;
}

/** Write an award file of about 1 780 bytes a record; the same for the same seed. */
export async function writeAwardFile(path: string, awards: number, seed: number): Promise<void> {
  const random = createRandom(seed);
  await pipeline(function* () {
    yield `${awardColumns.map((name) => (name.includes(' ') ? `"${name}"` : name)).join(',')}\r\n`;
    for (let index = 0; index < awards; index++) yield awardOf(index, random);
  }, createWriteStream(path));
}

/** Write a company search file: two of three companies of the award file, some misspelt. */
export async function writeCompanyFile(path: string): Promise<void> {
  await pipeline(function* () {
    yield `${companyColumns.join(',')}\r\n`;
    for (let id = 0; id < 34_000; id++) {
      const { name, uei, duns } = companyOf(id);
      const given = id % 4 === 0 ? name.replace(/[aeiou]/, '') : name;
      if (id % 3 !== 1)
        yield `"${given}",${id % 5 === 0 ? '' : uei},${duns},3,"1 Main",,"Arlington",VA,22201,US,N,N,N,\r\n`;
    }
  }, createWriteStream(path));
}
