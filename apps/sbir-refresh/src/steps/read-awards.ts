import { createAwardCells } from '../awards/award-cells.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import type { GraphAward } from '../graph/graph-award.ts';
import { toGraphAward } from '../graph/to-graph-award.ts';
import type { CsvFile } from './with-csv-file.ts';

/**
 * The awards of an open file, once; nothing of it stays in memory.
 *
 * @throws {RefreshError} behind the last award, when the file was not as long as its object
 * @throws {MalformedCsvError} behind the last award, when its quote never closes
 */
export async function* readAwards(key: string, file: CsvFile): AsyncGenerator<GraphAward> {
  const view = createAwardCells(file.header);
  for await (const { fields } of file.rows) yield toGraphAward(view.open(fields));
  if (file.digest().bytes !== file.info.size) {
    throw new RefreshError(`"${key}" was cut short on its way`);
  }
}
