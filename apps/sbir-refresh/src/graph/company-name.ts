/** Words that say how a company is organised, not which it is. */
const DESIGNATORS = new Set(
  'incorporated incorporation corporation company limited liability partnership inc corp co ltd llc llp lp plc pc'.split(
    ' ',
  ),
);

const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    technologies: 'tech',
    technology: 'tech',
    system: 'sys',
    systems: 'sys',
    solution: 'sol',
    solutions: 'sol',
    service: 'svc',
    services: 'svc',
    international: 'intl',
    american: 'amer',
    manufacturing: 'mfg',
    industries: 'ind',
    enterprise: 'ent',
    enterprises: 'ent',
    associate: 'assoc',
    associates: 'assoc',
    laboratories: 'lab',
    laboratory: 'lab',
    research: 'rsch',
    development: 'dev',
  }),
);

/**
 * A company's name in the form by which spellings of one name are equal (`company-name-v1`).
 *
 * Lower case, punctuation gone, initials joined (`L.L.C.` is `llc`), designators removed from the
 * end only ("PC Photonics" keeps its PC), usual words abbreviated. A name of designators alone
 * keeps them.
 *
 * @returns '' for a name without a letter or digit
 * Source: sbir-refresh.md section 4.4
 */
export function normalizeCompanyName(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()
    // "a b c company l l c": single letters in a row were initials.
    .replace(/(?<![^ ])\p{L}(?: \p{L}(?![^ ]))+/gu, (initials) => initials.replaceAll(' ', ''))
    .split(' ');
  let length = words.length;
  while (length > 0 && DESIGNATORS.has(words[length - 1] ?? '')) length -= 1;
  const kept = length === 0 ? words : words.slice(0, length);
  return kept.map((word) => ABBREVIATIONS.get(word) ?? word).join(' ');
}
