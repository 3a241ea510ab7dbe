import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseWithPapa } from '../src/csv/parse-with-papa.ts';
import { readCsvRecords } from '../src/csv/read-csv-records.ts';
import { scanCsv } from '../src/csv/scan-csv.ts';
import { writeAwardFile } from './award-file.ts';

/** Arguments: awards (219 500) and which parsers to time. */
const awards = Number(process.argv[2] ?? 219_500);
const path = join(tmpdir(), `sbir-bench-awards-${awards}.csv`);
if (!existsSync(path)) await writeAwardFile(path, awards, 20_250_120);
const megabytes = (await stat(path)).size / 1e6;

for (const [name, parse] of [
  ['scanner', scanCsv],
  ['papaparse', parseWithPapa],
] as const) {
  const before = process.cpuUsage();
  let cells = 0;
  const reader = readCsvRecords(createReadStream(path), { parse });
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
