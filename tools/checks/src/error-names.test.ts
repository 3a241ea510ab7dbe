import { describe, expect, it } from '@jest/globals';
import { listFiles, listSources, readText } from './repository.ts';

/** What a Lambda can throw: its app, and the libraries below. */
const LAMBDAS =
  /^(apps\/(conflict-report|sbir-refresh)|libs\/(lambda-kit|neo4j-load|s3-files|secrets|sql-tasks))\/src\//;

describe('errors of the Lambdas', () => {
  it('have each a line in a guide that says what to do', () => {
    const names = listSources()
      .filter((path) => LAMBDAS.test(path))
      .flatMap((path) => [...readText(path).matchAll(/\.prototype\.name = '(\w+)'/g)])
      .map(([, name]) => name ?? '');
    const guides = listFiles((path) => path.startsWith('docs/guides/'))
      .map(readText)
      .join('\n');

    const undescribed = [...new Set(names)].filter((name) => !guides.includes(`\`${name}\``));

    expect(names.length).toBeGreaterThan(40);
    expect(undescribed).toEqual([]);
  });
});
