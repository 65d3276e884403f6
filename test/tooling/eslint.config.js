/**
 * The lint rules: typescript-eslint's strict, type-checked set, and what style.md and the architecture ask for beyond it.
 */
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));

const fileLinesMax = 400;
const functionLinesMax = 70;

const injected = 'is not deterministic: it comes to the domain as an argument.';

export default defineConfig(
  { ignores: ['src/grpc/generated/**', 'src/web/api/openapi.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ['tsconfig.json', 'src/web/tsconfig.json'], tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // A text is counted in code points.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // An async function that waits for nothing still turns what it throws into a rejection, as its port promises.
      '@typescript-eslint/require-await': 'off',
      // The compiler's noPropertyAccessFromIndexSignature decides this, where it is on.
      '@typescript-eslint/dot-notation': 'off',
      // A named type alias and an interface both read well; which one is a matter of the case.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // A type parameter that names the one place it is used in documents it (`must<Held>(...)`).
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        URL: 'readonly',
        module: 'writable',
        require: 'readonly',
        setTimeout: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      'max-lines': ['error', { max: fileLinesMax, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: ['src/**', 'test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export it by name: a name that is the same everywhere can be searched for.' },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'max-lines-per-function': ['error', { max: functionLinesMax, skipBlankLines: false, skipComments: false }] },
  },
  {
    // The pages' Content-Security-Policy lets no style attribute and nothing from elsewhere through, and markup that is put together of texts lets in too much.
    files: ['src/web/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export it by name: a name that is the same everywhere can be searched for.' },
        {
          selector: 'JSXAttribute[name.name="style"] > Literal',
          message: 'The CSP forbids style attributes: hand in an object, or use a class.',
        },
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Markup is made of elements, never of text.' },
        {
          selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|cssText)$/]',
          message: 'Markup is made of elements and styles of properties, never of text.',
        },
        {
          selector: 'CallExpression[callee.property.name="setAttribute"][arguments.0.value="style"]',
          message: 'The CSP forbids style attributes: set `element.style` instead.',
        },
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'console',
          'performance',
          'crypto',
          'fetch',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'Buffer',
        ].map((name) => ({ name, message: `The domain is pure: \`${name}\` belongs outside.` })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: `Date.now ${injected}` },
        { object: 'Math', property: 'random', message: `Math.random ${injected}` },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export it by name: a name that is the same everywhere can be searched for.' },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: `new Date() ${injected}` },
        { selector: ':function[async=true]', message: 'The domain is synchronous.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
  {
    // Command-line programs talk to their user on the terminal.
    files: ['bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
