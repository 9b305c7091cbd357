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
  },
  server: { proxy: { '/api': { target: api } } },
});
