import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differences } from './differences.ts';

it('compares lists of named things by name', () => {
  const before = {
    columns: [
      { name: 'a', type: 'text' },
      { name: 'b', type: 'text' },
    ],
  };
  const after = {
    columns: [
      { name: 'a', type: 'date' },
      { name: 'c', type: 'text' },
    ],
  };

  expect(differences(before, after)).toEqual([
    { at: 'columns.a.type', before: '"text"', after: '"date"' },
    { at: 'columns.b', before: '{"name":"b","type":"text"}', after: 'nothing' },
    { at: 'columns.c', before: 'nothing', after: '{"name":"c","type":"text"}' },
  ]);
});

it('sees another order of named things', () => {
  const [a, b] = [{ name: 'a' }, { name: 'b' }];

  expect(differences({ x: [a, b] }, { x: [b, a] })).toEqual([
    { at: 'x', before: 'in order a, b', after: 'in order b, a' },
  ]);
});

it('compares lists of other things as wholes', () => {
  expect(differences({ x: [1, 2] }, { x: [1, 3] })).toEqual([{ at: 'x', before: '[1,2]', after: '[1,3]' }]);
});

it('finds nothing just where two values are the same JSON, in whatever order their fields stand', () => {
  const turned = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, it]) => [name, turned(it)]),
        )
      : value;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
      expect(differences(a, turned(a))).toEqual([]);
      if (differences(a, b).length === 0)
        expect(turned(JSON.parse(JSON.stringify(b)))).toEqual(turned(JSON.parse(JSON.stringify(a))));
    }),
  );
});
