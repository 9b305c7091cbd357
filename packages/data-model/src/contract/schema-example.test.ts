import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Operation, operations } from './index.ts';
import { schemaAt, schemaExample } from './schema-example.ts';

// A star's parts must fit together, which no schema of a part says: docs/your-star.md has examples.
const inputs = Object.values<Operation>(operations).flatMap(({ id, params, query, body }) =>
  Object.entries({ params, query, body })
    .filter((it): it is [string, z.ZodType] => it[1] !== undefined && it[1] !== 'bytes')
    .map(([part, schema]) => ({ what: `${part} of ${id}`, schema }))
    .filter(({ what }) => what !== 'body of setStar'),
);

it.each(inputs)('finds an example of the $what, which its schema takes', ({ schema }) => {
  expect(schema.safeParse(schemaExample(schema))).toMatchObject({ success: true });
});

it('takes what a rule names, and the least of a number', () => {
  const Name = z.string().regex(/^[a-z]+-\d$/, 'lower-case letters and a digit, as in store-7');

  expect(schemaExample(Name)).toBe('store-7');
  expect(schemaExample(z.int().min(14).max(20))).toBe(14);
  expect(schemaExample(z.array(z.enum(['day', 'week'])).min(1))).toEqual(['day']);
  expect(schemaExample(z.string().regex(/^zz\d{40}$/))).toBeUndefined();
});

it('finds what stands at a path, through lists, choices and fields that may be left out', () => {
  const schema = z.object({ items: z.array(z.object({ at: z.iso.date().optional() })).nullable() });

  expect(schemaExample(schemaAt(schema, ['items', 3, 'at'])!)).toBe('2026-11-23');
  expect(schemaAt(schema, ['items', 3, 'on'])).toBeUndefined();
});
