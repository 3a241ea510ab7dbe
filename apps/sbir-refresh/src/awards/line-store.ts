import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Lines of about this size are kept together: small, for a look-up opens a whole block. */
const BLOCK_CHARACTERS = 16_384;
/** In a place, a block's number and a line's. */
const MOST_LINES = 1_024;

/** Lines that are kept compressed: a quarter of their size, and outside of the heap. */
export interface LineStore {
  /** @param line - without a line break @returns its place, for `get` */
  add(line: string): number;
  /** The line at a place. Neighbours cost one opening together, lines in any order one each. */
  get(place: number): string | undefined;
}

/**
 * Keep lines by the hundred thousand, to be read again mostly in their order.
 *
 * A line of 350 characters takes about 90 bytes. A look-up that is not of the block before opens
 * another one, in some 50 µs.
 */
export function createLineStore(): LineStore {
  const blocks: Uint8Array[] = [];
  let filling: string[] = [];
  let characters = 0;
  let opened = { block: -1, lines: [] as readonly string[] };
  const seal = (): void => {
    // A copy: what zlib gives is a piece of a buffer that is larger by far.
    blocks.push(Uint8Array.from(deflateRawSync(filling.join('\n'), { level: 1 })));
    filling = [];
    characters = 0;
  };
  const linesOf = (block: number): readonly string[] => {
    const sealed = blocks[block];
    if (sealed === undefined) return block === blocks.length ? filling : [];
    if (opened.block !== block) {
      opened = { block, lines: inflateRawSync(sealed).toString().split('\n') };
    }
    return opened.lines;
  };
  return {
    add(line) {
      const place = blocks.length * MOST_LINES + filling.push(line) - 1;
      characters += line.length;
      if (characters >= BLOCK_CHARACTERS || filling.length === MOST_LINES) seal();
      return place;
    },
    get: (place) => linesOf(Math.floor(place / MOST_LINES))[place % MOST_LINES],
  };
}
