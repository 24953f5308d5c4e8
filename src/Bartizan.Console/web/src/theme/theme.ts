import { createTheme } from '@mantine/core';
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark' | 'auto';

/** Components in the console's density; colours and sizes come from tokens.css. */
export const components = createTheme({
  respectReducedMotion: true,
  defaultRadius: 'md',
  components: {
    // Said aloud, so that bridge.css can tell the variants apart.
    Button: { defaultProps: { size: 'xs', variant: 'filled' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 28 } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 100 } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, transitionProps: { duration: 80 } } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'none' } },
    // Locking the page's scroll would inject a style element, which the content security policy refuses.
    Modal: { defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 100 }, shadow: 'none' } },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 120 }, shadow: 'none' } },
  },
});

const key = 'bartizan-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let chosen: Theme = read();

// One listener tells all at once. With one each, a page's parts would be drawn one by one, a chart before the colours it reads had changed.
dark.addEventListener('change', () => listeners.forEach((listener) => listener()));

function read(): Theme {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : 'auto';
  } catch {
    return 'auto';
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function chooseTheme(theme: Theme) {
  chosen = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  listeners.forEach((listener) => listener());
}

/** What the person chose. */
export const useTheme = () => useSyncExternalStore(subscribe, () => chosen);

/** What is shown: auto follows the system. */
export const useShownTheme = () =>
  useSyncExternalStore(subscribe, () => (chosen === 'auto' ? (dark.matches ? 'dark' : 'light') : chosen));
