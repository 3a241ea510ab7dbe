import { createRandom, type Random } from '../random.ts';
import { list } from './word-list.ts';

const SUBJECTS = list(
  'The proposed effort; This Phase I project; The offeror; Our team; The prototype; ' +
    'A novel approach; The innovation; Prior work; The resulting instrument; The sensor suite',
);
const VERBS = list(
  'demonstrates; will develop; characterizes; reduces the cost of; improves; validates; ' +
    'integrates; extends; models; enables',
);
const OBJECTS = list(
  'high-power fiber lasers; lightweight composite structures; low-cost diagnostic assays; ' +
    'autonomous navigation in contested environments; ' +
    'additive manufacturing of refractory alloys; real-time hyperspectral imaging; ' +
    'solid-state battery electrolytes; radiation-hard memory; ' +
    'wearable physiological monitoring; machine-learning classifiers for sparse data',
);
const ENDS = list(
  'with a tenfold gain in sensitivity; under conditions that are relevant to the mission; ' +
    'at a fraction of the present weight; while keeping false alarms below one percent; ' +
    'as required by the topic; and transitions to Phase II; for civil and defense markets; ' +
    'over a temperature range of -40 to 85 degrees; in cooperation with a university partner',
);

/** What people paste: no-break spaces most often, then typography, then what broke on the way. */
const ODDITIES = [
  '\u00a0',
  '\u00a0',
  '\u00a0',
  '\u201csmart quotes\u201d',
  'it\u2019s',
  ' 5 \u00b1 2 \u00b0C',
  'Teflon\u00ae',
  'a trade mark\u2122',
  '10\u201320 GHz',
  'zero\u200bwidth',
  'lost \ufffd character',
  'itâ€™s double-encoded',
  'na\u00efve',
  '"quoted" words',
  'an unclosed " quote',
  'a path C:\\tmp\\',
] as const;

const SENTENCES = 2_000;
/** Sentences of an abstract: some 1 350 characters, which makes 390 MB of 219 500 records. */
const LEAST_SENTENCES = 5;
const MORE_SENTENCES = 9;

/**
 * A maker of abstracts: some hundred words, now and then with lines of its own and odd characters.
 *
 * Half of them have one to five line ends, LF or CRLF, sometimes both: 2.4 physical lines a record.
 *
 * @param seed - of the data set; the sentences are drawn once
 */
export function createAbstracts(seed: number): (random: Random) => string {
  const random = createRandom(seed, 'sentences', 0);
  const sentences = Array.from({ length: SENTENCES }, () => sentence(random));
  return (draw) => {
    const count = LEAST_SENTENCES + draw.below(MORE_SENTENCES);
    const breaks = draw.chance(0.5) ? 1 + draw.below(5) : 0;
    const lineEnd = draw.chance(0.5) ? '\n' : '\r\n';
    let text = '';
    for (let index = 0; index < count; index += 1) {
      if (index > 0) text += index <= breaks ? (index === 3 ? '\n' : lineEnd) : ' ';
      text += sentences[draw.below(SENTENCES)];
    }
    return draw.chance(0.4) ? `${text} ${draw.pick(ODDITIES)}.` : text;
  };
}

function sentence(random: Random): string {
  const clauses = [SUBJECTS, VERBS, OBJECTS, ENDS].map((words) => random.pick(words));
  return `${clauses.join(' ')}, ${random.pick(ENDS)}.`;
}
