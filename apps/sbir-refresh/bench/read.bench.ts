import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readCsvRecords } from '../src/csv/read-csv-records.ts';
import { scanCsvRecords } from '../src/csv/scan-csv-records.ts';

/** Argument: an award file, as `simulator seed sbir` writes it. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('read.bench.ts FILE');
const megabytes = (await stat(path)).size / 1e6;

for (const [name, read] of [
  ['scanner', scanCsvRecords],
  ['papaparse', readCsvRecords],
] as const) {
  const before = process.cpuUsage();
  let cells = 0;
  const reader = read(createReadStream(path));
  for await (const { fields } of reader) cells += fields.length;
  const { user, system } = process.cpuUsage(before);
  const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    JSON.stringify({
      bench: `read-${name}`,
      megabytes,
      cells,
      cpuSeconds: (user + system) / 1e6,
      maxRssMb,
      ...reader.facts(),
    }),
  );
}
