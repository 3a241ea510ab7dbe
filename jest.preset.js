import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

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
  reporters: [
    'default',
    fileURLToPath(new URL('tools/run/src/test-reporter.cjs', import.meta.url)),
  ],
  coverageDirectory: 'test-output/jest/coverage',
};
