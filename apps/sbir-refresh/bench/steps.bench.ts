import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  enrichmentChecksEvent,
  ingestionChecksEvent,
  profileInputsEvent,
  validateDatasetEvent,
} from '@pipelines/contracts';
import { systemClock } from '@pipelines/core';
import { enrichmentChecks } from '../src/steps/enrichment-checks.ts';
import { ingestionChecks } from '../src/steps/ingestion-checks.ts';
import { profileInputs } from '../src/steps/profile-inputs.ts';
import { validateDataset } from '../src/steps/validate-dataset.ts';
import { writeAwardFile, writeCompanyFile } from './award-file.ts';
import { createDiskFiles } from './disk-files.ts';

/** Arguments: awards (219 500, 390 MB), then the steps to run (all). Each in constant memory. */
const [awardsText = '219500', ...chosen] = process.argv.slice(2);
const root = join(tmpdir(), `sbir-bench-${awardsText}`);
const key = 'raw/awards/2025-01-20/award_data.csv';
const companies = 'raw/companies/all-company_search_1.csv';
if (!existsSync(join(root, companies))) {
  await mkdir(join(root, 'raw/awards/2025-01-20'), { recursive: true });
  await mkdir(join(root, 'raw/companies'), { recursive: true });
  await writeAwardFile(join(root, key), Number(awardsText), 20_250_120);
  await writeCompanyFile(join(root, companies));
}
const ports = { files: createDiskFiles(root), bucket: 'bench', clock: systemClock };

const steps: Readonly<Record<string, () => Promise<object>>> = {
  validate: () => validateDataset(validateDatasetEvent.parse({ s3_key: key }), ports),
  profile: () => profileInputs(profileInputsEvent.parse({ award_csv_s3_key: key }), ports),
  enrichment: () =>
    enrichmentChecks(enrichmentChecksEvent.parse({ awards_csv_s3_key: key }), ports),
  ingestion: () => ingestionChecks(ingestionChecksEvent.parse({ csv_s3_key: key }), ports),
};

for (const [name, run] of Object.entries(steps)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const body = await run();
  const { user, system } = process.cpuUsage(before);
  const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const seconds = (performance.now() - startMs) / 1000;
  console.log(
    JSON.stringify({ bench: name, seconds, cpuSeconds: (user + system) / 1e6, maxRssMb, body }),
  );
}
