import { memo } from 'react';
import type { ExchangeRow } from '../../api/types';
import { Label, Time } from '../../components/Text';
import { Verdict } from '../../components/Verdict';
import { count, duration, whole } from '../../lib/format';
import css from './Table.module.css';

const shown = 2;

/** One exchange; drawn again only when it, or whether it is open, changes. */
export const Row = memo(function Row({ row, index, open, active, onOpen }: {
  row: ExchangeRow;
  index: number;
  open: boolean;
  active: boolean;
  onOpen: (id: string) => void;
}) {
  const tokens = (row.inputTokens ?? 0) + (row.outputTokens ?? 0);
  return (
    <div className={css.row} role="row" data-id={row.id} tabIndex={active ? 0 : -1} aria-rowindex={index + 1} aria-selected={open} onClick={() => onOpen(row.id)}>
      <div role="gridcell" className={css.verdict}><Verdict verdict={row.verdict} /></div>
      <div role="gridcell" className={css.time}><Time value={row.time} /></div>
      <div role="gridcell" className={css.agent} title={row.agent?.name}>{row.agent?.name ?? <span className="quiet">Unknown key</span>}</div>
      <div role="gridcell" className={css.model} title={`${row.model} · ${row.route}`}>{row.model || <span className="quiet">unreadable</span>}</div>
      <div role="gridcell" className={css.findings}>
        {row.labels.slice(0, shown).map((label) => <Label key={label} label={label} />)}
        {row.labels.length > shown && <span className="quiet" title={row.labels.slice(shown).join(', ')}>+{row.labels.length - shown}</span>}
      </div>
      <div role="gridcell" className={css.status} title={row.failure ?? row.code}>{row.status}{row.failure && <span className={css.failed}> failed</span>}</div>
      <div role="gridcell" className={css.tokens} title={tokens ? `${whole(row.inputTokens ?? 0)} in, ${whole(row.outputTokens ?? 0)} out` : 'The model counted none'}>
        {tokens ? count(tokens) : '–'}
      </div>
      <div role="gridcell" className={css.total}>{duration(row.totalUs)}</div>
      <div role="gridcell" className={css.added}>{duration(row.overheadUs)}</div>
    </div>
  );
});
