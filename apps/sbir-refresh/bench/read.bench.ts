import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsvRecords } from '../src/csv/read-csv-records.ts';
import { scanCsvRecords } from '../src/csv/scan-csv-records.ts';
import { writeAwardFile } from './award-file.ts';

/** Arguments: awards (219 500) and which parsers to time. */
const awards = Number(process.argv[2] ?? 219_500);
const path = join(tmpdir(), `sbir-bench-awards-${awards}.csv`);
if (!existsSync(path)) await writeAwardFile(path, awards, 20_250_120);
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
