/**
 * Lit's own shape of a template, which the element renders. A part that loads later needs no Lit of
 * its own: neither beside a bundler nor beside the single file.
 */
import type { TemplateResult } from 'lit';

export const html = (strings: TemplateStringsArray, ...values: unknown[]): TemplateResult =>
  ({ _$litType$: 1, strings, values }) as unknown as TemplateResult;

export const svg = (strings: TemplateStringsArray, ...values: unknown[]): TemplateResult =>
  ({ _$litType$: 2, strings, values }) as unknown as TemplateResult;

/** Lit's word for "leave this out". */
export const nothing = Symbol.for('lit-nothing');
