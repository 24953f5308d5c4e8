import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../api/session';
import type { MandateView } from '../../api/types';
import { Meter } from '../../components/Meter';
import { Panel } from '../../components/Panel';
import { Id, Time } from '../../components/Text';
import { amount, pressure } from '../../lib/budgets';
import { share } from '../../lib/format';
import { handsOn } from '../../lib/mandates';
import { End } from './End';
import css from './Mandates.module.css';

/** One piece of work: the agents in it, each below the one that it works for, and what each may spend. */
export function Work({ mandates }: { mandates: readonly MandateView[] }) {
  const first = mandates[0];
  if (!first) return null;
  return (
    <Panel title={first.purpose ?? 'Work without a purpose'} note={first.person ? <>for <bdi>{first.person}</bdi></> : undefined}>
      <ol className={css.tree}>
        {mandates.map((mandate) => <Node key={mandate.id} mandate={mandate} top={mandate === first} />)}
      </ol>
    </Panel>
  );
}

function Node({ mandate, top }: { mandate: MandateView; top: boolean }) {
  const may = useMay('useKillSwitches');
  const [asking, setAsking] = useState(false);
  return (
    <li className={css.node} data-counts={mandate.counts} style={{ '--depth': Math.min(mandate.depth, 5) } as React.CSSProperties}>
      <div className={css.line}>
        <span className={css.holder} title={mandate.holder}><bdi>{mandate.holder}</bdi></span>
        <span className={`quiet ${css.until}`}>
          {mandate.ended ? <>ended <Time value={mandate.ended} /></> : <>{mandate.counts ? 'ends ' : 'over since '}<Time value={mandate.until} /></>}
        </span>
        {mandate.counts && <Button variant="default" size="compact-xs" disabled={!may} onClick={() => setAsking(true)}>End…</Button>}
      </div>
      <p className={`quiet ${css.more}`}>
        {!top && mandate.purpose && <><bdi>{mandate.purpose}</bdi> · </>}
        {handsOn(mandate.handsOn) && <>{handsOn(mandate.handsOn)} · </>}
        <Id id={mandate.id} what="mandate id" />
      </p>
      {mandate.limits.map((limit) => (
        <div key={limit.unit + (limit.currency ?? '')} className={css.limit}>
          <span className={css.spent}>
            {amount(limit.spent, limit)} <span className="quiet">of {amount(limit.limit, limit)}{pressure(limit) === 'spent' ? ', no more goes through' : `, ${share(limit.spent, limit.limit)}`}</span>
          </span>
          <Meter label={`${mandate.holder}, ${limit.currency ?? limit.unit}`} spent={limit} />
        </div>
      ))}
      {asking && <End mandate={mandate} onClose={() => setAsking(false)} />}
    </li>
  );
}
