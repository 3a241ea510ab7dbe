import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from '@jest/globals';
import { hasPath, listFiles, listPackages, readText } from './repository.ts';

const linesOf = (path: string): number => readText(path).trimEnd().split('\n').length;

describe('documents', () => {
  it('are all there', () => {
    const wanted = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'LICENSE',
      'SECURITY.md',
      '.env.example',
      'docs/roadmap.md',
    ];

    expect(wanted.filter((path) => !hasPath(path))).toEqual([]);
  });

  it('keep to their length', () => {
    const limits = [
      ['README.md', 80] as const,
      ['ARCHITECTURE.md', 150] as const,
      ['CONTRIBUTING.md', 60] as const,
      ...listPackages().map((folder) => [`${folder}/README.md`, 40] as const),
      ...listFiles((path) => path.startsWith('docs/guides/')).map((path) => [path, 100] as const),
      ...listFiles((path) => path.startsWith('docs/adr/')).map((path) => [path, 40] as const),
    ];

    expect(limits.filter(([path]) => !hasPath(path)).map(([path]) => path)).toEqual([]);
    expect(limits.filter(([path, most]) => linesOf(path) > most).map(([path]) => path)).toEqual([]);
  });

  it('link only to files that exist', () => {
    const broken = listFiles((path) => path.endsWith('.md')).flatMap((path) =>
      [...readText(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !hasPath(join(dirname(path), target)))
        .map((target) => `${path} → ${target}`),
    );

    expect(broken).toEqual([]);
  });

  it('are within reach: every guide is linked from the README', () => {
    const readme = readText('README.md');
    const guides = listFiles((path) => path.startsWith('docs/guides/') && path.endsWith('.md'));

    expect(guides.length).toBeGreaterThan(5);
    expect(guides.filter((path) => !readme.includes(`](${path})`))).toEqual([]);
  });

  it('start the changelog with what is pending', () => {
    const headings = readText('CHANGELOG.md').match(/^## .*/gm);

    expect(headings?.[0]).toBe('## Pending');
  });
});
