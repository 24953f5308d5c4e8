// Runs before the first paint, so that nobody who reads in the dark is met by a white flash.
(function () {
  var chosen = 'auto';
  try {
    chosen = localStorage.getItem('bartizan-theme') || 'auto';
  } catch (e) {
    // Storage may be switched off: then the system's choice holds.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
