import { GraphValueError } from './graph-errors.ts';

/** Lists of texts, each as one text: what a server takes apart with `split`. */
export interface TextLines {
  readonly lines: readonly string[];
  /** Stands between two texts and in none. */
  readonly separator: string;
  /** Stands for no text: empty, unless a text is. */
  readonly absent: string;
}

/** The separators of ASCII, then the characters that Unicode leaves to private use. */
const CONTROLS = ['\u001f', '\u001e', '\u001d', '\u001c'];
const [FIRST_PRIVATE, LAST_PRIVATE] = [0xe000, 0xf8ff];

/**
 * Join each list with a character that no text of any of them holds.
 *
 * The driver takes several times as long for 25 short texts as for one that is as long as all, and
 * a server longer to receive than to split them.
 *
 * @throws {GraphValueError} for texts that hold every character there is to choose from
 */
export function toTextLines(lists: readonly (readonly (string | undefined)[])[]): TextLines {
  const free = freeMarks(lists);
  const separator = markOf(free.next());
  const hasEmpty = lists.some((texts) => texts.includes(''));
  const absent = hasEmpty ? markOf(free.next()) : '';
  const lines = lists.map((texts) => texts.map((text) => text ?? absent).join(separator));
  return { lines, separator, absent };
}

function markOf({ value }: IteratorResult<string, undefined>): string {
  if (value === undefined) throw new GraphValueError('No character is left to separate values');
  return value;
}

function* freeMarks(
  lists: readonly (readonly (string | undefined)[])[],
): Generator<string, undefined, undefined> {
  const isFree = (mark: string): boolean =>
    !lists.some((texts) => texts.some((text) => text?.includes(mark)));
  for (const mark of CONTROLS) if (isFree(mark)) yield mark;
  for (let code = FIRST_PRIVATE; code <= LAST_PRIVATE; code += 1) {
    const mark = String.fromCharCode(code);
    if (isFree(mark)) yield mark;
  }
}
