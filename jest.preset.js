import { createRequire } from 'node:module';

const nxPreset = createRequire(import.meta.url)('@nx/jest/preset').default;

/** Shared by every project: SWC strips types, Node resolves workspaces to their sources. */
export default {
  ...nxPreset,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  testMatch: ['**/src/**/*.test.ts', '**/test/**/*.test.ts'],
  transform: {
    '^.+\\.[cm]?[tj]s$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2023', parser: { syntax: 'typescript' }, externalHelpers: false },
        sourceMaps: 'inline',
      },
    ],
  },
  coverageDirectory: 'test-output/jest/coverage',
};
