import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
import { createDiskFiles } from './disk-files.ts';

const AWARDS = 'raw/awards/2025-01-20';
const COMPANIES = 'raw/companies';
const key = `${AWARDS}/award_data.csv`;

/** Arguments: the folder that `simulator seed sbir` wrote, then the steps to run (all). */
const [given, ...chosen] = process.argv.slice(2);
if (given === undefined) throw new Error('steps.bench.ts FOLDER [step…]');
const source = resolve(given);
const root = await mkdtemp(join(tmpdir(), 'sbir-steps-'));
const ports = { files: createDiskFiles(root), bucket: 'bench', clock: systemClock };

const steps: Readonly<Record<string, () => Promise<object>>> = {
  validate: () => validateDataset(validateDatasetEvent.parse({ s3_key: key }), ports),
  profile: () => profileInputs(profileInputsEvent.parse({ award_csv_s3_key: key }), ports),
  enrichment: () =>
    enrichmentChecks(enrichmentChecksEvent.parse({ awards_csv_s3_key: key }), ports),
  ingestion: () => ingestionChecks(ingestionChecksEvent.parse({ csv_s3_key: key }), ports),
};

try {
  for (const folder of [AWARDS, COMPANIES]) await mkdir(join(root, folder), { recursive: true });
  for (const file of await readdir(source)) {
    const folder = file.includes('company_search') ? COMPANIES : AWARDS;
    await symlink(join(source, file), join(root, folder, file));
  }
  for (const [name, run] of Object.entries(steps)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const [startMs, before] = [performance.now(), process.cpuUsage()];
    await run();
    const { user, system } = process.cpuUsage(before);
    const seconds = (performance.now() - startMs) / 1000;
    const maxRssMib = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(
      JSON.stringify({ step: name, seconds, cpuSeconds: (user + system) / 1e6, maxRssMib }),
    );
  }
} finally {
  await rm(root, { recursive: true, force: true });
}
