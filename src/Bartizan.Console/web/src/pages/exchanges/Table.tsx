import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ExchangeRow } from '../../api/types';
import { Icon } from '../../components/Icon';
import { useScrollMemory } from '../../lib/useScrollMemory';
import { useVirtual } from '../../lib/useVirtual';
import { whole } from '../../lib/format';
import { Row } from './Row';
import css from './Table.module.css';

const columns = [
  ['verdict', 'Decision'],
  ['time', 'When'],
  ['agent', 'Agent'],
  ['model', 'Model'],
  ['findings', 'Findings'],
  ['status', 'Status'],
  ['tokens', 'Tokens'],
  ['total', 'Whole'],
  ['added', 'Added'],
] as const;

const descending = new Set(['verdict', 'findings', 'status', 'tokens', 'total', 'added']);

/** The list: a fixed head, and only those rows drawn that are in sight. */
export function Table({ rows, sort, onSort, open, onOpen, onEnd, narrow, more, loading, memory }: {
  rows: readonly ExchangeRow[];
  sort: string;
  onSort: (sort: string, replace?: boolean) => void;
  open: string;
  onOpen: (id: string) => void;
  onEnd: () => void;
  narrow: boolean;
  more: boolean;
  loading: boolean;
  memory: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = narrow ? 64 : 36;
  const { start, end, before, height } = useVirtual(scroller, rows.length, rowHeight);
  useScrollMemory(scroller, memory, rows.length > 0);
  useStay(scroller, rows, rowHeight, sort === '');
  const { active, onKeyDown, onFocus } = useRoving(scroller, rows, rowHeight, open, onOpen);

  useEffect(() => {
    if (more && sort === '' && end >= rows.length - 20) onEnd();
  }, [more, sort, end, rows.length, onEnd]);

  return (
    <div className={css.table} role="grid" aria-label="Exchanges" aria-rowcount={rows.length}>
      <div className={css.head} role="row">
        {columns.map(([key, name]) => {
          const order = sort === key ? 'ascending' : sort === `-${key}` || (key === 'time' && sort === '') ? 'descending' : undefined;
          return (
            <div key={key} role="columnheader" aria-sort={order} className={css[key]}>
              <button type="button" onClick={() => onSort(next(key, sort), true)}>
                {name}
                {order && <Icon name={order === 'ascending' ? 'up' : 'down'} size={12} />}
              </button>
            </div>
          );
        })}
      </div>
      <div ref={scroller} className={css.scroller} onKeyDown={onKeyDown} onFocus={onFocus}>
        <div className={css.sheet} style={{ height, paddingTop: before }} role="rowgroup">
          {rows.slice(start, end).map((row, index) => (
            <Row key={row.id} row={row} index={start + index} open={row.id === open} active={row.id === active} onOpen={onOpen} />
          ))}
        </div>
        {more && (
          <div className={css.more} role="row">
            <div role="gridcell">
              <button type="button" onClick={onEnd} disabled={loading}>
                {loading ? 'Reading older ones…' : sort === '' ? 'Older ones' : `Sorted among the ${whole(rows.length)} newest. Read older ones`}
              </button>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

/** First click: the telling end first; second: the other way; third: newest first again. */
function next(key: string, sort: string): string {
  if (key === 'time') return sort === '' ? 'time' : '';
  const first = descending.has(key) ? `-${key}` : key;
  const second = descending.has(key) ? key : `-${key}`;
  return sort === first ? second : sort === second ? '' : first;
}

/** Rows that arrive above push nothing away from under the reader. */
function useStay(scroller: React.RefObject<HTMLDivElement | null>, rows: readonly ExchangeRow[], rowHeight: number, newestFirst: boolean) {
  const top = useRef(rows[0]?.position);
  useLayoutEffect(() => {
    const known = top.current;
    top.current = rows[0]?.position;
    const element = scroller.current!;
    if (!newestFirst || known === undefined || element.scrollTop < rowHeight) return;
    const arrived = rows.findIndex((row) => row.position <= known);
    if (arrived > 0) element.scrollTop += arrived * rowHeight;
  }, [rows, rowHeight, newestFirst, scroller]);
}

/** One stop for Tab; arrows move between rows, and an open panel follows. */
function useRoving(scroller: React.RefObject<HTMLDivElement | null>, rows: readonly ExchangeRow[], rowHeight: number, open: string, onOpen: (id: string) => void) {
  const [chosen, setChosen] = useState(open);
  const active = rows.some((row) => row.id === chosen) ? chosen : rows[0]?.id;
  const onFocus = (event: React.FocusEvent) => {
    const id = (event.target as HTMLElement).dataset.id;
    if (id) setChosen(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).dataset.id) return;
    const element = scroller.current!;
    const page = Math.floor(element.clientHeight / rowHeight) - 1;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (event.key === 'Enter' && active) onOpen(active);
    if (step === undefined) return;
    event.preventDefault();
    const at = rows.findIndex((row) => row.id === active);
    const to = Math.min(Math.max(at + step, 0), rows.length - 1);
    const id = rows[to]!.id;
    setChosen(id);
    if (open) onOpen(id);
    if (to * rowHeight < element.scrollTop) element.scrollTop = to * rowHeight;
    else if ((to + 1) * rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = (to + 1) * rowHeight - element.clientHeight;
    requestAnimationFrame(() => element.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }));
  };
  return { active, onKeyDown, onFocus };
}
