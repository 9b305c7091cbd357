import { expect, it } from 'vitest';
import { packageOfImport, sourceImports } from './source-imports.ts';

it('finds every form in which a source names a module', () => {
  const source = `
import a, { type B } from 'one';
import type { C } from "two";
import {
  d,
} from 'three';
export * from './four.ts';
export { e } from 'five';
import 'six';
const f = await import('seven');
const g = require('eight');
const h = import.meta.resolve('nine');
type I = import('ten').I;
`;

  expect(sourceImports(source)).toEqual([
    './four.ts',
    'eight',
    'five',
    'nine',
    'one',
    'seven',
    'six',
    'ten',
    'three',
    'two',
  ]);
});

it('takes no text for an import', () => {
  expect(sourceImports(`const a = "a table from 'b'"; throw new Error('data from "c"');`)).toEqual([]);
});

it('knows the package of a subpath', () => {
  expect(['@tandem/ports/contract-tests', 'node:fs/promises', 'zod/v4', 'zod'].map(packageOfImport)).toEqual([
    '@tandem/ports',
    'node:fs',
    'zod',
    'zod',
  ]);
});
