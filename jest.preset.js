import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const nxPreset = createRequire(import.meta.url)('@nx/jest/preset').default;

// Nx forces colours on what it runs; programs that a test starts would colour what the test reads.
delete process.env.FORCE_COLOR;

/** Shared by every project: SWC strips types, Node resolves workspaces to their sources. */
export default {
  ...nxPreset,
  testEnvironment: 'node',
  // Real engines and processes: seconds on a quiet machine, more on a busy one.
  testTimeout: 60_000,
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
