import { expect, it, vi } from 'vitest';
import { compareTrees } from './trees.ts';

it('trains and says that LightGBM was skipped where there is no python3', async () => {
  vi.stubEnv('PATH', '');

  const figures = await compareTrees('python3', { rows: 6000, train: 5000, features: 15, trees: 20 });

  expect(figures.lightgbm).toMatch(/skipped/);
  expect(figures.ours.speed).toBeGreaterThan(0);
  // A forecast by the median alone has 0.68.
  expect(figures.ours.loss).toBeLessThan(0.5);
  vi.unstubAllEnvs();
});
