import type { Verdict as VerdictName } from '../api/types';
import { verdictWord } from '../lib/words';
import css from './Verdict.module.css';

/** Each state has its own outline, so that it is told apart without colour. */
const shapes: Record<VerdictName, string> = {
  allow: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM5.2 8.2l2 2 3.7-4.2',
  redact: 'M2 3.5h12v9H2zM4.5 6.7h7v2.6h-7z',
  hold: 'M8 1.5 14.5 8 8 14.5 1.5 8zM6.7 6v4m2.6-4v4',
  block: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4zM5.7 5.7l4.6 4.6m0-4.6-4.6 4.6',
};

export function VerdictShape({ verdict, size = 16 }: { verdict: VerdictName; size?: number }) {
  return (
    <svg className={`${css.shape} ${css[verdict]}`} width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor"
      strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={shapes[verdict]} />
    </svg>
  );
}

/** A state: shape and word, in a table plain, beside a title on a tint. */
export function Verdict({ verdict, tinted = false }: { verdict: VerdictName; tinted?: boolean }) {
  return (
    <span className={`${css.verdict} ${css[verdict]} ${tinted ? css.tinted : ''}`}>
      <VerdictShape verdict={verdict} />
      {verdictWord[verdict]}
    </span>
  );
}
