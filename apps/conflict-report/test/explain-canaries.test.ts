import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findLeaks, startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { explainerOn, readMapPairs } from './explain-database.ts';
import { createGoldenDatabase, goldenPath, runTask } from './golden-database.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

describe('nothing of the people', () => {
  it('leaves with an explanation or a log line', async () => {
    const marked = await createGoldenDatabase(postgres, 'A');
    await marked.database.query(
      `update analytics.dimcaregiver set "Caregiver Code" = 'canary-code',
         "Caregiver Fullname" = 'canary-full', "Caregiver Firstname" = 'canary-first',
         "Caregiver Lastname" = 'canary-last'`,
    );
    await marked.database.query(
      `update analytics.dimpatient set "Patient Name" = 'canary-patient',
         "Patient Firstname" = 'canary-given', "Patient Lastname" = 'canary-family',
         "Medicaid Number" = 'canary-medicaid'`,
    );
    await marked.database.query(
      `update analytics.dimpatientaddress set "Address Line 1" = 'canary-street',
         "Address Line 2" = 'canary-flat', "City" = 'canary-city', "Zip Code" = 'canary-zip'`,
    );
    await marked.database.query(
      `update analytics.dimprovider set "Provider Name" = 'canary-agency'`,
    );
    const facts = await readFile(
      goldenPath('A/input/analytics.factvisitcallperformance_cr.csv'),
      'utf8',
    );
    const coordinates = [...new Set(facts.match(/-?\d+\.\d{4,}(?=[,"])/g))];
    const caregivers = await readFile(goldenPath('A/input/analytics.dimcaregiver.csv'), 'utf8');
    const ssns = [...new Set(caregivers.match(/\b\d{3}-\d{2}-\d{4}\b/g))];
    const { explain: explainMarked, lines } = explainerOn(marked);

    const results = [];
    const pairs = await readMapPairs(marked);
    for (const { visitId, conVisitId } of pairs.filter((_, index) => index % 3 === 0)) {
      results.push(JSON.stringify(await explainMarked(visitId, conVisitId)));
    }
    await runTask(marked.database, 'task_02_update_conflicts');
    results.push(JSON.stringify(await explainMarked('R1P-a', 'R1P-b')));

    await marked.database.close();
    const texts = [...results, ...lines];
    expect([ssns.length > 50, coordinates.length > 5]).toEqual([true, true]);
    expect(findLeaks(texts, ssns)).toEqual([]);
    expect(texts.filter((text) => text.includes('canary-'))).toEqual([]);
    expect(
      coordinates.filter((coordinate) => texts.some((text) => text.includes(coordinate))),
    ).toEqual([]);
  });
});
