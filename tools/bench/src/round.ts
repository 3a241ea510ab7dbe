/** Two decimals: more would pretend to a precision that no run has. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
