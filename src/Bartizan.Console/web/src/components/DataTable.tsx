import { useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from './Icon';
import css from './DataTable.module.css';

export interface Column<Row> {
  key: string;
  name: string;
  cell: (row: Row) => ReactNode;
  /** What to sort by; without it the column does not sort. */
  by?: (row: Row) => string | number;
  /** Figures stand right, and sort from the largest. */
  figure?: boolean;
  /** Left out where there is no room. */
  wide?: boolean;
  /** On a phone it has a row to itself. */
  row?: boolean;
}

/** A short table: every row drawn, sortable, a row opens. On a phone each row becomes a card. */
export function DataTable<Row>({ label, columns, rows, id, open, onOpen, sort, onSort, dim }: {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  id: (row: Row) => string;
  open: string;
  onOpen: (id: string) => void;
  sort: string;
  onSort: (sort: string, replace?: boolean) => void;
  dim?: (row: Row) => boolean;
}) {
  const sorted = useMemo(() => {
    const down = sort.startsWith('-');
    const by = columns.find((column) => column.key === (down ? sort.slice(1) : sort))?.by;
    if (!by) return rows;
    return [...rows].sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (down ? -1 : 1));
  }, [columns, rows, sort]);

  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>, row: Row) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen(id(row));
    const other = { ArrowDown: event.currentTarget.nextElementSibling, ArrowUp: event.currentTarget.previousElementSibling }[event.key];
    if (other instanceof HTMLElement) {
      event.preventDefault();
      other.focus();
    }
  };

  return (
    <div className={css.scroller}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => {
              const order = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : undefined;
              const first = column.figure ? `-${column.key}` : column.key;
              const second = column.figure ? column.key : `-${column.key}`;
              return (
                <th key={column.key} scope="col" aria-sort={order} data-figure={column.figure || undefined} data-wide={column.wide || undefined}>
                  {column.by ? (
                    <button type="button" onClick={() => onSort(sort === first ? second : sort === second ? '' : first, true)}>
                      {column.name}
                      {order && <Icon name={order === 'ascending' ? 'up' : 'down'} size={12} />}
                    </button>
                  ) : (
                    column.name
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={id(row)} data-id={id(row)} tabIndex={0} aria-selected={open === id(row)} data-dim={dim?.(row) || undefined} onClick={() => onOpen(id(row))}
              onKeyDown={(event) => onKeyDown(event, row)}>
              {columns.map((column) => (
                <td key={column.key} data-name={column.name} data-figure={column.figure || undefined} data-wide={column.wide || undefined} data-row={column.row || undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
