/** An exact decimal number: `units` × 10^-`scale`. PostgreSQL's numeric, as far as TASK_02 needs it. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** PostgreSQL keeps four decimal digits to a "digit", and at least this many of a quotient. */
const DIGITS_PER_GROUP = 4;
const MIN_QUOTIENT_DIGITS = 16;

/** Read a numeric's text: `12`, `-0.50`, `1e-7`. */
export function parseDecimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  if (whole + fraction === '') throw new RangeError(`Not a number: ${JSON.stringify(text)}`);
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return { units: sign === '-' ? -digits : digits, scale: Math.max(scale, 0) };
}

/** The shortest text of the same value: `12.5` for 12.50, so that equal values have equal texts. */
export function formatDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** Negative, zero or positive, as a minus b is. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = unitsAt(a, scale) - unitsAt(b, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** Round half away from zero. */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return { units: unitsAt(value, scale), scale };
  return { units: divideRounded(value.units, 10n ** BigInt(value.scale - scale)), scale };
}

/** The exact product. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/**
 * A quotient with as many decimals as PostgreSQL gives it: at least 16 significant digits, in
 * groups of four, and no fewer decimals than either number has.
 */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const [first, second] = [leadingGroup(a), leadingGroup(b)];
  const weight = first.weight - second.weight - (first.group <= second.group ? 1 : 0);
  const scale = Math.max(MIN_QUOTIENT_DIGITS - weight * DIGITS_PER_GROUP, a.scale, b.scale, 0);
  const dividend = unitsAt(a, a.scale + b.scale + scale);
  return { units: divideRounded(dividend, unitsAt(b, a.scale + b.scale)), scale };
}

/** Of the digits in groups of four around the point: the first that is not 0, and its position. */
function leadingGroup({ units, scale }: Decimal): {
  readonly weight: number;
  readonly group: number;
} {
  const padding = (DIGITS_PER_GROUP - (scale % DIGITS_PER_GROUP)) % DIGITS_PER_GROUP;
  const digits = ((units < 0n ? -units : units) * 10n ** BigInt(padding)).toString();
  if (digits === '0') return { weight: 0, group: 0 };
  const groups = Math.ceil(digits.length / DIGITS_PER_GROUP);
  const group = digits.slice(0, digits.length - (groups - 1) * DIGITS_PER_GROUP);
  return { weight: groups - 1 - (scale + padding) / DIGITS_PER_GROUP, group: Number(group) };
}

function unitsAt({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * a + b) / (2n * b);
  return isNegative ? -rounded : rounded;
}
