import type { ReactNode } from 'react';
import css from './StateChip.module.css';

/** How good or bad a state is; never told by colour alone, the word stands in it. */
export type Tone = 'allow' | 'hold' | 'block' | 'quiet';

/** What something is now, in one word. */
export function StateChip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={css.chip} data-tone={tone}>{children}</span>;
}
