export type Phase = 'I' | 'II' | 'III';
export type Program = 'SBIR' | 'STTR';

const PHASES: Readonly<Record<string, Phase>> = {
  I: 'I',
  II: 'II',
  III: 'III',
  1: 'I',
  2: 'II',
  3: 'III',
  4: 'III',
  IV: 'III',
};

/**
 * Phase as a roman numeral: `Phase II`, `phase ii`, `II` and `2` are II; `Phase IIB` is null.
 *
 * There is no phase IV: 4 and IV mean III, and `isCoerced` says so. Source: sbir-refresh.md 3.6.
 */
export function normalizePhase(text: string | null): {
  readonly phase: Phase | null;
  readonly isCoerced: boolean;
} {
  const numeral = (text ?? '')
    .trim()
    .toUpperCase()
    .replace(/^PHASE\s+/, '');
  const phase = Object.hasOwn(PHASES, numeral) ? (PHASES[numeral] ?? null) : null;
  return { phase, isCoerced: numeral === '4' || numeral === 'IV' };
}

/** SBIR or STTR by what the text contains, SBIR first; else null. Source: sbir-refresh.md 3.6. */
export function normalizeProgram(text: string | null): Program | null {
  const program = (text ?? '').toUpperCase();
  if (program.includes('SBIR')) return 'SBIR';
  return program.includes('STTR') ? 'STTR' : null;
}
