import { useSyncExternalStore } from 'react';

/** One clock for all relative times: a single timer, however many are shown. */
let now = Date.now();
let timer = 0;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (listeners.size === 1) {
    // Nobody looked for a while, and the clock stood still.
    now = Date.now();
    timer = window.setInterval(() => {
      now = Date.now();
      listeners.forEach((tell) => tell());
    }, 1000);
  }

  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

export const useNow = () => useSyncExternalStore(subscribe, () => now);
