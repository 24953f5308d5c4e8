import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Rail } from './Rail';
import { Stopped } from './Stopped';
import { TopBar } from './TopBar';
import css from './Frame.module.css';

const Palette = lazy(() => import('./Palette'));

/** What stands around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const [slim, setSlim] = useState(() => localStorage.getItem('bartizan-rail') === 'slim');
  const [searching, setSearching] = useState(false);
  useHotkeys([['mod+K', () => setSearching(true)]], []);
  const fold = (next: boolean) => {
    setSlim(next);
    localStorage.setItem('bartizan-rail', next ? 'slim' : 'wide');
  };
  return (
    <div className={css.frame}>
      <a href="#page" className={css.skip}>
        Skip to the page
      </a>
      <Rail slim={slim} onSlim={fold} />
      <div className={css.rest}>
        <TopBar onSearch={() => setSearching(true)} />
        <Stopped />
        <main id="page" className={css.page} tabIndex={-1}>
          {children}
        </main>
      </div>
      {searching && (
        <Suspense fallback={null}>
          <Palette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  );
}
