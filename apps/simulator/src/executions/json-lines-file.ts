import { appendFileSync, closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** Enough for most events; a longer line is read in further pieces. */
const PIECE_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Add lines at the end. One call of the system writes them, so a crash tears at most the last one. */
export function appendLines(file: string, values: readonly unknown[]): void {
  const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  appendFileSync(file, text, { mode: 0o600 });
}

/** All complete lines as text; a line without its newline is not there yet, or was torn. */
export function readCompleteLines(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines;
}

/** The first and last complete lines of a file, without reading what is between them. */
export interface FileEnds {
  /** The first two, where they exist. */
  readonly first: readonly string[];
  readonly last: string | undefined;
  /** Where the last complete line ends; what follows was torn off by a crash. */
  readonly endBytes: number;
}

/** @throws when there is no such file */
export function readFileEnds(file: string): FileEnds {
  const descriptor = openSync(file, 'r');
  try {
    const sizeBytes = fstatSync(descriptor).size;
    const first = readFirstLines(descriptor, sizeBytes);
    const { last, endBytes } = readLastLine(descriptor, sizeBytes);
    return { first, last, endBytes };
  } finally {
    closeSync(descriptor);
  }
}

function readFirstLines(descriptor: number, sizeBytes: number): readonly string[] {
  for (let pieceBytes = PIECE_BYTES; ; pieceBytes *= 4) {
    const lines = readPiece(descriptor, 0, Math.min(pieceBytes, sizeBytes))
      .toString('utf8')
      .split('\n')
      .slice(0, -1);
    if (lines.length >= 2 || pieceBytes >= sizeBytes) return lines.slice(0, 2);
  }
}

function readLastLine(
  descriptor: number,
  sizeBytes: number,
): { readonly last: string | undefined; readonly endBytes: number } {
  for (let pieceBytes = PIECE_BYTES; ; pieceBytes *= 4) {
    const from = Math.max(0, sizeBytes - pieceBytes);
    const piece = readPiece(descriptor, from, sizeBytes - from);
    const end = piece.lastIndexOf(NEWLINE);
    const start = end < 0 ? -1 : piece.subarray(0, end).lastIndexOf(NEWLINE);
    if (start < 0 && from > 0) continue;
    const last = end < 0 ? undefined : piece.toString('utf8', start + 1, end);
    return { last, endBytes: from + end + 1 };
  }
}

function readPiece(descriptor: number, from: number, sizeBytes: number): Buffer {
  const piece = Buffer.alloc(sizeBytes);
  const readBytes = readSync(descriptor, piece, 0, sizeBytes, from);
  return piece.subarray(0, readBytes);
}
