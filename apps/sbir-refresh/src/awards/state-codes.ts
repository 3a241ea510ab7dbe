const NAMES = `alabama AL, alaska AK, arizona AZ, arkansas AR, california CA, colorado CO,
connecticut CT, delaware DE, florida FL, georgia GA, hawaii HI, idaho ID, illinois IL, indiana IN,
iowa IA, kansas KS, kentucky KY, louisiana LA, maine ME, maryland MD, massachusetts MA, michigan MI,
minnesota MN, mississippi MS, missouri MO, montana MT, nebraska NE, nevada NV, new hampshire NH,
new jersey NJ, new mexico NM, new york NY, north carolina NC, north dakota ND, ohio OH, oklahoma OK,
oregon OR, pennsylvania PA, rhode island RI, south carolina SC, south dakota SD, tennessee TN,
texas TX, utah UT, vermont VT, virginia VA, washington WA, west virginia WV, wisconsin WI,
wyoming WY, district of columbia DC, puerto rico PR, guam GU, virgin islands VI, american samoa AS,
northern mariana islands MP`;
const VARIANTS = `calif CA, fla FL, mass MA, mich MI, penn PA, tex TX, wash WA, washington dc DC,
d.c. DC, n.y. NY, n.j. NJ, n.c. NC, s.c. SC, n.d. ND, s.d. SD, w.v. WV, n.h. NH, n.m. NM, r.i. RI`;

const pairs = `${NAMES}, ${VARIANTS}`.split(/,\s+/).map((pair) => {
  const code = pair.slice(-2);
  return [pair.slice(0, -2).trim(), code] as const;
});
const codesByName: ReadonlyMap<string, string> = new Map(pairs);
const codes: ReadonlySet<string> = new Set(codesByName.values());

/**
 * USPS code of a state, or of DC, PR, VI, GU, AS or MP, by name, by a common variant (`CALIF`,
 * `N.Y.`) or by the code itself, in any case; else null. Source: sbir-refresh.md appendix A.
 */
export function normalizeState(text: string | null): string | null {
  if (text === null) return null;
  const code = text.length === 2 ? text.toUpperCase() : '';
  if (codes.has(code)) return code;
  return codesByName.get(text.toLowerCase().replaceAll(/\s+/g, ' ')) ?? null;
}
