import { describe, expect, it } from '@jest/globals';
import { hasPath, listFiles, listPackages, readText } from './repository.ts';

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

const manifests = ['package.json', ...listPackages().map((folder) => `${folder}/package.json`)].map(
  (path) => [path, JSON.parse(readText(path)) as Manifest] as const,
);

describe('packages', () => {
  it('pin every dependency to one version', () => {
    const loose = manifests.flatMap(([path, manifest]) =>
      Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      })
        .filter(([name]) => !name.startsWith('@pipelines/'))
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path}: ${name} ${version}`),
    );

    expect(loose).toEqual([]);
  });

  it('give each package one layer or type tag that the import rules know', () => {
    const untagged = manifests
      .slice(1)
      .filter(([, { nx }]) => !nx?.tags?.some((tag) => /^type:(app|lib|tool)$/.test(tag)))
      .map(([path]) => path);

    expect(untagged).toEqual([]);
  });

  it('list each exported name of a library in its index', () => {
    const libs = listPackages().filter((folder) => folder.startsWith('libs/'));

    const withoutIndex = libs.filter((folder) => !hasPath(`${folder}/src/index.ts`));
    const withStar = libs.filter(
      (folder) =>
        hasPath(`${folder}/src/index.ts`) && /export \*/.test(readText(`${folder}/src/index.ts`)),
    );

    expect(withoutIndex).toEqual([]);
    expect(withStar).toEqual([]);
  });

  it('record no download address and keep other platforms’ packages in the lock file', () => {
    const lock = JSON.parse(readText('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const keys = Object.keys(lock.packages);

    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !keys.some((key) => key.endsWith(`node_modules/${name}`)))
        .map((name) => `${path}: ${name}`),
    );

    expect(missing).toEqual([]);
    expect(readText('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});

describe('files', () => {
  it('name no machine path and no registry host', () => {
    const forbidden = new RegExp(
      [
        '/wor' + 'k/',
        '/fa' + 'rm/',
        'registry\\.npm' + 'js',
        'pypi\\.' + 'org',
        'maven\\.' + 'org',
      ].join('|'),
    );
    const text = listFiles(
      (path) =>
        /\.(ts|mjs|cjs|js|json|md|sql|yml|sh|html|css)$|^\.ci\/|^\.npmrc$/.test(path) &&
        path !== 'package-lock.json',
    );

    expect(text.filter((path) => forbidden.test(readText(path)))).toEqual([]);
  });

  it('skip, focus or promise no test without saying why', () => {
    const tests = listFiles((path) => path.endsWith('.test.ts'));

    const muted = tests.filter((path) =>
      /\b(?:it|test|describe)\.(?:only|todo)\b|\bx(?:it|describe)\(/.test(readText(path)),
    );

    expect(muted).toEqual([]);
  });
});
