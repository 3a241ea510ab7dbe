/** Reads the rows of a CSV text that comes in pieces. */
export interface CsvRows {
  /** The rows that are complete with this piece. */
  push(piece: string): readonly (readonly string[])[];
  /** The last row, when the text does not end with a line end. */
  end(): readonly (readonly string[])[];
}

/**
 * A reader of CSV with quotes: a quoted field may hold the delimiter, line ends, and `""` for a
 * quote. Lines end with LF or CRLF; a line without any character is no row.
 *
 * @param delimiter - one character
 * Source: RFC 4180, and Step Functions developer guide, "Items from a CSV file"
 */
export function createCsvRows(delimiter: string): CsvRows {
  let rows: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let isQuoted = false;
  let wasQuote = false;

  const endRow = (): void => {
    const text = field.endsWith('\r') ? field.slice(0, -1) : field;
    if (fields.length > 0 || text !== '') rows.push([...fields, text]);
    fields = [];
    field = '';
  };
  const take = (character: string): void => {
    if (isQuoted) {
      if (character === '"') wasQuote = !wasQuote;
      // A quote that no quote follows has ended the quoted part.
      else if (wasQuote) isQuoted = false;
    }
    if (isQuoted) {
      if (character !== '"' || !wasQuote) field += character;
      return;
    }
    wasQuote = false;
    if (character === delimiter) {
      fields.push(field);
      field = '';
    } else if (character === '\n') endRow();
    else if (character === '"' && field === '') isQuoted = true;
    else field += character;
  };
  const handOut = (): string[][] => {
    const complete = rows;
    rows = [];
    return complete;
  };
  return {
    push(piece) {
      for (const character of piece) take(character);
      return handOut();
    },
    end() {
      endRow();
      return handOut();
    },
  };
}
