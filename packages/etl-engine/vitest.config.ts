import { defineConfig } from 'vitest/config';

// Each test opens a warehouse of its own; on a busy machine one load takes seconds.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
