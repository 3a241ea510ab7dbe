import type { Book } from './library-graph.ts';

/** Up to 30 books, of which any part may be missing. */
export function randomBooks(random: () => number): Book[] {
  const pick = <Value>(values: readonly Value[]): Value | undefined =>
    values[Math.floor(random() * values.length)];
  const isbns = Array.from({ length: 30 }, (_, index) => `b${index}`).filter(() => random() < 0.8);
  return isbns.map((isbn) => {
    const book = {
      title: pick(['One', 'Two', undefined]),
      pages: pick([1, 2, undefined]),
      price: pick([1.5, undefined]),
      published: pick(['2020-01-01', undefined]),
      publisher: pick(['North', 'South', 'East', undefined]),
      sequelOf: pick([...isbns, undefined]),
    };
    const present = Object.entries(book).filter(([, value]) => value !== undefined);
    return { isbn, ...(Object.fromEntries(present) as Partial<Book>) };
  });
}
