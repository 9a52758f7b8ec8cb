// The linter finds what the compiler does not see, above all promises that nobody waits for: a failure in one would be nobody's, and so
// neither a verdict nor "could not tell". How code is laid out is not its business.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig({
  files: ['src/**/*.ts', '*.mjs', 'pages/*.mjs', 'site_file/*.mjs'],
  extends: [tseslint.configs.base],
  languageOptions: {
    parserOptions: {
      project: ['./tsconfig.json', './npm/tsconfig.json', './src/sw/tsconfig.json', './tsconfig.build.json'],
      tsconfigRootDir: dirname(fileURLToPath(import.meta.url)),
    },
  },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: {
    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    '@typescript-eslint/no-deprecated': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    '@typescript-eslint/only-throw-error': 'error',
    '@typescript-eslint/prefer-promise-reject-errors': 'error',
    '@typescript-eslint/return-await': ['error', 'in-try-catch'],
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
    eqeqeq: 'error',
    'prefer-const': 'error',
  },
});
