import { defineConfig } from 'vitest/config';

/** Whole processes on doubles of AWS; by `npm run -s test:on-doubles`, beside the tests of each package. */
export default defineConfig({
  test: {
    include: ['test/on-doubles/*.e2e.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 400_000,
    sequence: { shuffle: false },
  },
});
