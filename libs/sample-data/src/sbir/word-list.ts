/**
 * The entries of a list that is written as one text.
 *
 * @param text - `Acme; Blue Heron; Cirrus`
 */
export function list(text: string): readonly string[] {
  return text.split('; ');
}
