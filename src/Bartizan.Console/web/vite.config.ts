import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev` shows the console with hot reload; API calls go to a running Bartizan, or to `npm run mock`.
const api = process.env.BARTIZAN_API ?? 'http://127.0.0.1:4191';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // Everything is a file of our own: the content security policy allows no inline script and no data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rollupOptions: {
      output: {
        // What changes seldom keeps its name from release to release, and so stays in the browser's cache.
        manualChunks: (id) => {
          if (/node_modules\/(react|react-dom|scheduler|wouter|@tanstack)\//.test(id)) return 'react';
          return /node_modules\/(@mantine|@floating-ui|clsx|tabbable)\//.test(id) ? 'mantine' : undefined;
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: api, changeOrigin: false } } },
});
