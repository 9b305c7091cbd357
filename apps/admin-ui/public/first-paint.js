// Runs before the first paint, so that a chosen theme does not flash the other one. A file, as the policy allows no inline script.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('tandem-theme') ?? 'auto';
  } catch {
    // Storage can be closed to us; the system's theme is right then.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
