import { memo, useCallback, useMemo, useRef, type KeyboardEvent } from 'react';
import type { PermissionView } from '../../api/types';
import { whole } from '../../lib/format';
import { actionWord, answerAt, nameOf, parts, some, stateOf, stateWord, type Shown, type ShownColumn } from '../../lib/permissions';
import { Shape } from './Shape';
import css from './Grid.module.css';

/** What a browser draws at once; a filter leaves less. */
const mostRows = 120;
const mostColumns = 100;
/** So few may stand wider apart. */
const fewColumns = 14;
const fewestColumns = 9;

/** Who by what, a cell for each; alike rows and columns are drawn once. */
export function Grid({ view, rows, columns, open, onOpen }: { view: PermissionView; rows: Shown[]; columns: ShownColumn[]; open: string; onOpen: (cell: string) => void }) {
  const drawnRows = rows.slice(0, mostRows);
  const drawn = useMemo(() => columns.slice(0, mostColumns), [columns]);
  const latest = useRef(onOpen);
  latest.current = onOpen;
  const openCell = useCallback((cell: string) => latest.current(cell), []);
  const bands: { action: string; columns: ShownColumn[] }[] = [];
  for (const column of drawn) {
    const last = bands.at(-1);
    if (last?.action === column.action) last.columns.push(column);
    else bands.push({ action: column.action, columns: [column] });
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const at = (event.target as HTMLElement).dataset;
    if (!step || at.r === undefined) return;
    event.preventDefault();
    for (let r = Number(at.r) + step[0]!, c = Number(at.c) + step[1]!; r >= 0 && r < drawnRows.length && c >= 0 && c < drawn.length; r += step[0]!, c += step[1]!) {
      const next = event.currentTarget.querySelector<HTMLElement>(`[data-r="${r}"][data-c="${c}"]`);
      if (next) return next.focus();
    }
  };

  return (
    <div className={css.scroller}>
      <table className={css.grid} data-few={drawn.length <= fewestColumns ? 'wide' : drawn.length <= fewColumns ? 'some' : undefined} aria-label="Permissions" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th className={css.corner} rowSpan={2} scope="col"><span className="unseen">Who</span></th>
            {bands.map((band) => (
              <th key={band.columns[0]!.column} colSpan={band.columns.length} scope="colgroup" className={css.band} title={actionWord(band.action)}><span>{actionWord(band.action)}</span></th>
            ))}
            <th className={css.rest} rowSpan={2} aria-hidden="true" />
          </tr>
          <tr>
            {bands.flatMap((band) => band.columns.map((column, index) => <ColumnHead key={column.column} column={column} first={index === 0} view={view} />))}
          </tr>
        </thead>
        <tbody>
          {drawnRows.map((row, r) => <Row key={row.row} row={row} r={r} columns={drawn} view={view} open={open.startsWith(`${row.row}:`) ? open : ''} onOpen={openCell} />)}
        </tbody>
      </table>
      {(rows.length > mostRows || columns.length > mostColumns) && (
        <p className={css.more}>Drawn are {whole(drawnRows.length)} of {whole(rows.length)} rows and {whole(drawn.length)} of {whole(columns.length)} columns. Narrow by who, does what or with what to see the others.</p>
      )}
    </div>
  );
}

/** Drawn anew only where the chosen cell comes or goes: there may be thousands of cells. */
const Row = memo(function Row({ row, r, columns, view, open, onOpen }: { row: Shown; r: number; columns: ShownColumn[]; view: PermissionView; open: string; onOpen: (cell: string) => void }) {
  return (
    <tr>
      <RowHead row={row} view={view} />
      {columns.map((column, c) => {
        const state = stateOf(answerAt(view, row.row, column.column));
        const id = `${row.row}:${column.column}`;
        const first = c === 0 || columns[c - 1]!.action !== column.action;
        return (
          <td key={column.column} className={css.cell} data-first={first || undefined}>
            {state !== 'none' && (
              <button type="button" className={css.button} data-state={state} data-r={r} data-c={c} data-id={id} aria-pressed={open === id} tabIndex={r === 0 && c === 0 ? 0 : -1}
                aria-label={`${some(row.members, view.names).first}, ${actionWord(column.action)}, ${some(column.members, view.names).first}: ${stateWord[state]}`} onClick={() => onOpen(id)}>
                <Shape state={state} size={18} />
              </button>
            )}
          </td>
        );
      })}
      <td className={css.rest} />
    </tr>
  );
});

function ColumnHead({ column, first, view }: { column: ShownColumn; first: boolean; view: PermissionView }) {
  const { first: name, more } = some(column.members, view.names);
  return (
    <th scope="col" className={css.column} data-first={first || undefined} title={column.members.slice(0, 40).map((uid) => nameOf(uid, view.names)).join('\n')}>
      <span><span className={css.name}>{name}</span>{more > 0 && <b className={css.plus}>+{whole(more)}</b>}</span>
    </th>
  );
}

function RowHead({ row, view }: { row: Shown; view: PermissionView }) {
  const { first, more } = some(row.members, view.names);
  const types = [...new Set(row.members.map((uid) => parts(uid).type))].map((type) => ({ User: 'person', Agent: 'agent' })[type] ?? type);
  return (
    <th scope="row" className={css.who} title={row.members.slice(0, 40).map((uid) => `${nameOf(uid, view.names)}  ${uid}`).join('\n')}>
      <span className={css.line}><span className="clip">{first}</span>{more > 0 && <b className={css.plus}>+{whole(more)}</b>}</span>
      <span className={css.type}>{row.members.length > 1 ? `${whole(row.members.length)} alike, ` : ''}{types.join(', ')}</span>
    </th>
  );
}
