import type {
  ExplainedRule,
  ExplainedVisit,
  ExplainReason,
  ExplainResult,
} from '@pipelines/contracts';
import { formatTime } from './format-time.ts';
import type { Icons } from './icons.ts';
import { DOUBLE_RULE } from './terminal-report.ts';

const STATES: Readonly<Record<ExplainedVisit['state'], string>> = {
  unknown: 'unknown',
  scheduled: 'has not begun',
  performed: 'performed',
  half_performed: 'half performed',
};

const PLACES: Readonly<Record<NonNullable<ExplainedVisit['place']>, string>> = {
  call_out_gps: 'call-out GPS',
  call_in_gps: 'call-in GPS',
  home_address: 'home address',
};

/**
 * An explanation as text: the two visits, what was computed, the seven rules, and the verdict.
 *
 * Times are UTC. A rule that fires carries the icon of a warning, for a conflict is one.
 */
export function explainLines(result: ExplainResult, icons: Icons): readonly string[] {
  const { as_of: asOf, visit, con_visit: other, reasons, rules, verdict } = result;
  return [
    DOUBLE_RULE,
    'PAIR OF VISITS',
    DOUBLE_RULE,
    `As of: ${formatTime(Date.parse(asOf))}`,
    visitLine('Visit', visit),
    visitLine('Other', other),
    ...storedLines(result),
    ...comparisonLines(result),
    ...(reasons.length === 0 ? [] : ['', ...reasons.map((reason) => reasonLine(reason, icons))]),
    '',
    ...rules.map((rule) => ruleLine(rule, icons)),
    DOUBLE_RULE,
    verdict,
    DOUBLE_RULE,
  ];
}

function visitLine(label: string, visit: ExplainedVisit): string {
  if (visit.state === 'unknown') return `${label}: ${visit.visit_id}, unknown`;
  const parts = [
    `${label}: ${visit.visit_id}, ${STATES[visit.state]}`,
    `${timeText(visit.starts)} to ${timeText(visit.ends)}`,
    visit.place === null ? 'no place' : `place from ${PLACES[visit.place]}`,
    ...(visit.is_missed ? ['missed, which TASK_02 does not ask'] : []),
  ];
  return parts.join(', ');
}

function timeText(time: string | null): string {
  return time === null ? '(none)' : time.replace('T', ' ');
}

function storedLines({ stored }: ExplainResult): readonly string[] {
  if (!stored) return [];
  const marked = stored.is_marked ? ', marked for a check' : '';
  return [`Stored: status ${stored.status ?? '(none)'}${marked}`];
}

function comparisonLines({ comparison }: ExplainResult): readonly string[] {
  if (!comparison) return [];
  const { miles, speed_band: band, travel_minutes: travel } = comparison;
  const distance =
    miles === null
      ? 'unknown'
      : `${miles.toFixed(2)} miles (multiplier ${comparison.distance_multiplier} included)`;
  const speed = band
    ? `${comparison.miles_per_hour ?? '(none)'} mph, band ${band.from} to ${band.to} miles`
    : 'no band';
  return [
    `Overlap: ${minutesText(comparison.overlap_minutes)}`,
    `Gap: ${minutesText(comparison.gap_minutes)}`,
    `Distance: ${distance}`,
    `Speed: ${speed}`,
    `Travel time: ${minutesText(travel)}`,
  ];
}

function minutesText(minutes: number | null): string {
  return minutes === null ? 'unknown' : `${Math.max(0, minutes).toFixed(2)} min`;
}

function reasonLine({ about, text }: ExplainReason, icons: Icons): string {
  const subject = { visit: 'Visit', con_visit: 'Other', pair: 'Pair' }[about];
  return `${icons.failed} ${subject}: ${text}`;
}

function ruleLine({ rule, flag, fired, stored_flag: stored, why }: ExplainedRule, icons: Icons) {
  const kept = stored === 'Y' && !fired ? ' (the stored Y stays)' : '';
  return `${fired ? icons.warning : ' -'} Rule ${rule} ${flag}: ${why}${kept}`;
}
