import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Which layer may import which: the arrows of ARCHITECTURE.md. */
const layers = [
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:pure', onlyDependOnLibsWithTags: ['layer:core', 'layer:pure'] },
  { sourceTag: 'layer:port', onlyDependOnLibsWithTags: ['layer:core', 'layer:pure'] },
  {
    sourceTag: 'layer:driver',
    onlyDependOnLibsWithTags: ['layer:core', 'layer:pure', 'layer:port'],
  },
  {
    sourceTag: 'layer:testing',
    onlyDependOnLibsWithTags: ['layer:core', 'layer:pure', 'layer:port', 'layer:driver'],
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/cdk.out',
      '**/test-output',
      '**/node_modules',
      '.nx',
      '**/.simulator',
    ],
  },
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  ...nx.configs['flat/javascript'],
  {
    files: ['**/*.ts', '**/*.js', '**/*.mjs'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          // The launcher runs before anything is installed, so it is named by its path.
          allow: ['^.*/jest\\.preset\\.js$', '^.*/command-line/launch\\.mjs$'],
          checkDynamicDependenciesExceptions: ['.*'],
          depConstraints: [
            { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:data'] },
            { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib', 'type:data'] },
            { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
            ...layers,
          ],
        },
      ],
    },
  },
  {
    // Tests may reach for the fixtures and the engines that their subject must not know.
    files: ['**/*.test.ts', '**/test/**/*.ts', '**/bench/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    files: ['{apps,libs,tools}/*/{src,test,bench}/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value="zod"] > ImportSpecifier[imported.name="z"]',
          message: "import * as z from 'zod': the named import bundles every locale.",
        },
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: 'ExportAllDeclaration', message: 'List each exported name.' },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'jest',
          property: 'mock',
          message: '@swc/jest does not hoist it past @jest/globals: pass a fake in.',
        },
      ],
    },
  },
  {
    // The interpreter is pure: the same state and event give the same result anywhere, at any time.
    files: ['libs/asl/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      'no-restricted-globals': ['error', 'Date', 'process', 'setTimeout', 'setInterval', 'Buffer'],
    },
  },
  prettier,
);
