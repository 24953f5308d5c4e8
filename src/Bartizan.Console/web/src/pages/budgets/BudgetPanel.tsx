import { useState } from 'react';
import { Button } from '@mantine/core';
import type { BudgetView } from '../../api/types';
import { Meter } from '../../components/Meter';
import { Panel } from '../../components/Panel';
import { amount, pressure, whom } from '../../lib/budgets';
import { fullTime, plural, share } from '../../lib/format';
import { periodWord } from '../../lib/words';
import css from './Budgets.module.css';

const shownAtFirst = 12;

/** One budget: a bar for each that it counts apart, the fullest first. */
export function BudgetPanel({ name, counts }: { name: string; counts: readonly BudgetView[] }) {
  const [all, setAll] = useState(false);
  const first = counts[0];
  if (!first) return null;
  const shown = all ? counts : counts.slice(0, shownAtFirst);
  return (
    <Panel title={name} note={`${amount(first.limit, first)} ${periodWord[first.period]}`}>
      <ul className={css.counts}>
        {shown.map((count) => <Count key={whom(count)} count={count} />)}
      </ul>
      {counts.length > shown.length && <Button variant="default" onClick={() => setAll(true)}>Show {plural(counts.length - shown.length, 'more', 'more')}</Button>}
    </Panel>
  );
}

function Count({ count }: { count: BudgetView }) {
  const until = count.period === 'none' ? '' : `Counts until ${fullTime(Date.parse(count.until))}`;
  return (
    <li className={css.count} title={until}>
      <span className={css.whom} title={whom(count)}>{whom(count)}</span>
      <span className={css.spent}>
        {amount(count.spent, count)} <span className="quiet">{pressure(count) === 'spent' ? 'spent, no more goes through' : `${share(count.spent, count.limit)}, ${amount(count.left, count)} left`}</span>
      </span>
      <div className={css.meter}><Meter label={`${count.budget}, ${whom(count)}`} spent={count} /></div>
    </li>
  );
}
