import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'storybook-static/**',
      'coverage/**',
      '**/test-results/**',
    ],
  },
  ...tseslint.configs.recommended,
  { files: ['**/*.{ts,tsx,js,mjs}'], ...lit.configs['flat/recommended'] },
  {
    files: ['**/*.ts'],
    plugins: { 'lit-a11y': litA11y, wc },
    rules: {
      ...wc.configs['flat/best-practice'].rules,
      'wc/guard-super-call': 'off',
      'lit-a11y/click-events-have-key-events': 'error',
      'lit-a11y/alt-text': 'error',
      'lit-a11y/aria-attrs': 'error',
      'lit/no-template-map': 'off',
    },
  },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-object-type': [
        'error',
        { allowInterfaces: 'with-single-extends' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
);
