import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    css: false,
    isolate: false,
    unstubGlobals: true,
    testTimeout: 20_000,
    // A page is long; the failing query and the line say enough.
    env: { DEBUG_PRINT_LIMIT: '0' },
  },
});
