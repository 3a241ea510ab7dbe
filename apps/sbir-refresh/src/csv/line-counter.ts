/** Counts physical lines while a file passes by in texts. */
export interface LineCounter {
  /** Go on with a text, which starts where the last one was closed. */
  open(text: string): void;
  /** Number of the line, from 1, that holds the character at `offset`; offsets only grow. */
  lineAt(offset: number): number;
  /** Leave the text behind `offset` to the next one. */
  close(offset: number): void;
}

/**
 * A {@link LineCounter}: CR, LF and CRLF end a line, in quotes too.
 *
 * Works by searching for the next line end, not character by character, and never reads a text
 * twice, however many records it holds.
 */
export function createLineCounter(): LineCounter {
  let text = '';
  let ends = 0;
  let nextLf = Infinity;
  let nextCr = Infinity;
  const find = (end: string, from: number): number => {
    const at = text.indexOf(end, from);
    return at === -1 ? Infinity : at;
  };
  const advance = (to: number): void => {
    while (Math.min(nextLf, nextCr) < to) {
      if (nextCr > nextLf) {
        ends++;
        nextLf = find('\n', nextLf + 1);
      } else {
        // A CR before an LF is counted with it.
        if (nextCr + 1 !== nextLf) ends++;
        nextCr = find('\r', nextCr + 1);
      }
    }
  };
  return {
    open(next) {
      text = next;
      nextLf = find('\n', 0);
      nextCr = find('\r', 0);
    },
    lineAt(offset) {
      advance(offset);
      return ends + 1;
    },
    close: advance,
  };
}
