import type { BudgetView } from '../api/types';
import { amount, fullness, pressure } from '../lib/budgets';
import css from './Meter.module.css';

/** How much of a limit is spent: a bar that turns when it is nearly, and when it is. */
export function Meter({ label, spent }: { label: string; spent: Pick<BudgetView, 'unit' | 'currency' | 'limit' | 'spent'> }) {
  return (
    <span className={css.track} data-pressure={pressure(spent)} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={spent.limit}
      aria-valuenow={Math.min(spent.limit, spent.spent)} aria-valuetext={`${amount(spent.spent, spent)} of ${amount(spent.limit, spent)}`}>
      <span className={css.bar} style={{ width: `${100 * fullness(spent)}%` }} />
    </span>
  );
}
