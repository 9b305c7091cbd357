import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cosTurn, exp, ln } from './portable-math.ts';

const grid = (count: number, low: number, high: number) =>
  Array.from({ length: count }, (_, i) => low + ((i + 0.5) / count) * (high - low));
const worst = (xs: readonly number[], error: (x: number) => number) => Math.max(...xs.map((x) => Math.abs(error(x))));

it('agrees with the exponential of the engine to the last bits', () => {
  // The engine's own error is below one unit in the last place, 2.2e-16; worst seen 2.2e-16.
  expect(worst(grid(20_000, -600, 600), (x) => exp(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
});

it('agrees with the logarithm of the engine to the last bits', () => {
  expect(worst(grid(20_000, 0, 1), (x) => ln(x) / Math.log(x) - 1)).toBeLessThan(1e-15);
  expect(worst(grid(1_000, 1, 1e6), (x) => ln(x) / Math.log(x) - 1)).toBeLessThan(1e-15);
});

it('gives the cosine of a turn, exact at its quarters', () => {
  expect([0, 0.25, 0.5, 0.75, 1, -3].map(cosTurn).map((it) => it + 0)).toEqual([1, 0, -1, 0, 1, 1]);
  expect(worst(grid(10_000, -1, 1), (x) => cosTurn(x) - Math.cos(2 * Math.PI * x))).toBeLessThan(2e-15);
});

it('is alone in the package: no source calls a function of Math whose bits an engine may choose', () => {
  const exact = ['LN2', 'PI', 'SQRT1_2', 'SQRT2', 'abs', 'floor', 'imul', 'max', 'min', 'round', 'sqrt'];
  const sources = readdirSync(import.meta.dirname).filter((it) => it.endsWith('.ts') && !it.endsWith('.test.ts'));
  const code = sources.map((it) =>
    readFileSync(`${import.meta.dirname}/${it}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''),
  );

  const called = new Set(code.flatMap((it) => [...it.matchAll(/Math\.(\w+)/g)].map((match) => match[1])));

  expect([...called].filter((it) => !exact.includes(it!))).toEqual([]);
  expect(code.join('\n')).not.toContain('**');
});
