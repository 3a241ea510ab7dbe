const QUOTE = 34;
const LINE_FEED = 10;

/**
 * Counts the records of a CSV text that comes in pieces: line ends inside quotes do not end one.
 *
 * @returns a function that takes the next piece and gives the records that have ended so far, the
 *   header among them
 */
export function createRecordCounter(): (piece: string) => number {
  let records = 0;
  let isQuoted = false;
  return (piece) => {
    for (let index = 0; index < piece.length; index += 1) {
      const code = piece.charCodeAt(index);
      // A doubled quote toggles twice, which changes nothing.
      if (code === QUOTE) isQuoted = !isQuoted;
      else if (code === LINE_FEED && !isQuoted) records += 1;
    }
    return records;
  };
}
