/** Areas that the Social Security Administration has never issued and says it never will. */
const AREAS: readonly number[] = [666, ...Array.from({ length: 99 }, (_, index) => 900 + index)];

/** Of the 9xx areas, the groups from 50 up are given out as taxpayer numbers (ITIN). */
const GROUPS = 49;
const SERIALS = 9_999;

/** More people than these cannot be told apart. */
export const MOST_FAKE_SSNS = AREAS.length * GROUPS * SERIALS;

/**
 * The fake SSN of person number `index`, `666-12-3456`. Different people have different ones.
 *
 * Source: https://www.ssa.gov/employer/randomizationfaqs.html (areas 000, 666 and 9xx);
 * security.md S27
 *
 * @throws {RangeError} beyond 48 995 100 people
 */
export function fakeSsn(index: number): string {
  if (index < 0 || index >= MOST_FAKE_SSNS) throw new RangeError(`No fake SSN number ${index}.`);
  const area = AREAS[index % AREAS.length] ?? 666;
  const group = 1 + (Math.floor(index / AREAS.length) % GROUPS);
  const round = Math.floor(index / (AREAS.length * GROUPS));
  // Spread, so that canaries of the same area and group share no digits by chance.
  const serial = 1 + (((index % (AREAS.length * GROUPS)) * 7_919 + round) % SERIALS);
  return `${area}-${pad(group, 2)}-${pad(serial, 4)}`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
