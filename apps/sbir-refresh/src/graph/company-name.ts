/** Name of the rules below; stands in the run manifest. A change of rules is a new name. */
export const companyNameProfile = 'company-name-v1';

const DESIGNATORS: ReadonlySet<string> = new Set(
  'incorporated incorporation corporation company limited liability partnership inc corp co ltd llc llp lp plc pc'.split(
    ' ',
  ),
);
const SHORT_FORMS: Readonly<Record<string, string>> = {
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
};

/**
 * The name by which the graph knows a company that has no identifier; '' for a name without words.
 *
 * Lower case, words only, runs of single letters joined (`l l c` is `llc`), legal designators gone at
 * the end only, long words shortened. A name of designators alone stays: "The Company" is no "the".
 * Source: sbir-refresh.md 4.4.
 */
export function normalizeCompanyName(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()
    .replaceAll(/(?<![\p{L}\p{N}_])[\p{L}\p{N}](?: [\p{L}\p{N}](?![\p{L}\p{N}_]))+/gu, (run) =>
      run.replaceAll(' ', ''),
    )
    .split(' ');
  const last = words.findLastIndex((word) => !DESIGNATORS.has(word));
  const kept = last === -1 ? words : words.slice(0, last + 1);
  return kept
    .map((word) => (Object.hasOwn(SHORT_FORMS, word) ? (SHORT_FORMS[word] ?? word) : word))
    .join(' ');
}
