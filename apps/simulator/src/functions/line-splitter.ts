import { StringDecoder } from 'node:string_decoder';

/** CloudWatch Logs cuts an event at 256 KB; so do we, and a writer without newlines fills no memory. */
const LONGEST_LINE = 256 * 1024;

export interface LineSplitter {
  write(chunk: Buffer): void;
  /** Emit what follows the last newline, if anything. */
  end(): void;
}

/**
 * Cut a byte stream into lines of text, without their newlines.
 *
 * UTF-8 characters that straddle two chunks stay whole. A line longer than 256 Ki characters is
 * emitted in pieces.
 */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    write(chunk) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
      while (rest.length > LONGEST_LINE) {
        onLine(rest.slice(0, LONGEST_LINE));
        rest = rest.slice(LONGEST_LINE);
      }
    },
    end() {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
