// Makes a whole data set and keeps none of it. Argument: number of visits. Prints the rows made.
import { generateConflictReportTables } from '../src/index.ts';

const visits = Number(process.argv[2]);
let count = 0;
for (const table of generateConflictReportTables({ visits, seed: 1, asOf: '2025-01-20' })) {
  for (const row of table.rows()) count += row.length > 0 ? 1 : 0;
}
console.log(count);
