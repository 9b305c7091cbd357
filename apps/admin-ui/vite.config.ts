import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API to develop against; `npm start` serves one. */
const api = process.env.TANDEM_API ?? 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist/web',
    target: 'es2023',
    // Nothing inline: the API's content security policy allows scripts, fonts and images from its own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs, in a few files that compress well together; the rest splits by page.
          groups: [
            // Apart, because `main.ts` sets it up before any schema is made.
            { name: 'zod', test: /node_modules[\\/]zod[\\/]/ },
            { name: 'table', test: /(react-table|table-core|data-grid\.tsx)/ },
            { name: 'plot', test: /node_modules[\\/](@observablehq|d3-.*)[\\/]/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store)[\\/]/ },
            {
              name: 'libraries',
              test: /node_modules[\\/](@tanstack[\\/](?!react-table|table-core|.*virtual)|i18next|react-i18next|@floating-ui)/,
            },
            { name: 'shared', test: /(src|core|hooks)[\\/]/, minShareCount: 4 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: api } } },
});
