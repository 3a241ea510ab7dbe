/** One funding office. */
export interface Agency {
  readonly agency: string;
  /** Only some agencies name one. */
  readonly branch: string;
  /** Begins tracking numbers and topic codes. */
  readonly code: string;
  /** Of 100 awards. */
  readonly share: number;
  /** HHS leaves the award dates out. */
  readonly hasDates: boolean;
}

const DOD = 'Department of Defense';
const HHS = 'Department of Health and Human Services';

const office = (
  [agency, branch, code]: readonly [string, string, string],
  share: number,
  hasDates = true,
): Agency => ({ agency, branch, code, share, hasDates });

/** The offices with their shares, which add up to 100. */
export const agencies: readonly Agency[] = [
  office([DOD, 'Air Force', 'AF'], 17),
  office([DOD, 'Navy', 'N'], 13),
  office([DOD, 'Army', 'A'], 11),
  office([DOD, 'Missile Defense Agency', 'MDA'], 4),
  office([DOD, 'Defense Advanced Research Projects Agency', 'DARPA'], 3),
  office([HHS, 'National Institutes of Health', 'NIH'], 19, false),
  office([HHS, 'Centers for Disease Control and Prevention', 'CDC'], 1, false),
  office(['National Aeronautics and Space Administration', '', 'NASA'], 9),
  office(['Department of Energy', '', 'DOE'], 8),
  office(['National Science Foundation', '', 'NSF'], 7),
  office(['Department of Agriculture', '', 'USDA'], 2),
  office(['Department of Commerce', 'National Institute of Standards and Technology', 'NIST'], 1),
  office(['Department of Transportation', '', 'DOT'], 1),
  office(['Environmental Protection Agency', '', 'EPA'], 1),
  office(['Department of Education', '', 'ED'], 1),
  office(['Department of Homeland Security', '', 'DHS'], 1),
  office(['Nuclear Regulatory Commission', '', 'NRC'], 1),
];

/** The office that a number from 0 to 99 falls to. */
export function agencyAt(percent: number): Agency {
  let rest = percent;
  for (const agency of agencies) {
    if (rest < agency.share) return agency;
    rest -= agency.share;
  }
  throw new RangeError('The shares of the agencies do not add up to 100.');
}
