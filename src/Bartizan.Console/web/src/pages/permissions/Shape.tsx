import type { CellState } from '../../lib/permissions';
import css from './Shape.module.css';

/** Each state has its own outline, so that it is told apart without colour. */
const outlines: Record<Exclude<CellState, 'none'>, React.ReactNode> = {
  always: <><circle cx="8" cy="8" r="6.5" className={css.area} /><path d="m5 8.3 2 2 4-4.4" className={css.sign} /></>,
  depends: <><circle cx="8" cy="8" r="6" className={css.ring} /><path d="M8 2a6 6 0 0 0 0 12z" className={css.area} /></>,
  forbidden: <><path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" className={css.area} /><path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" className={css.sign} /></>,
  unpermitted: <path d="M5.5 8h5" className={css.ring} />,
};

export function Shape({ state, size = 16 }: { state: CellState; size?: number }) {
  if (state === 'none') return null;
  return <svg className={css.shape} data-state={state} width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true" focusable="false">{outlines[state]}</svg>;
}
