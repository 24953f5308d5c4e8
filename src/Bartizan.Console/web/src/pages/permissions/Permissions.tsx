import { NativeSelect, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { usePermissions } from '../../api/policies';
import type { PermissionView } from '../../api/types';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { Icon } from '../../components/Icon';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural, whole } from '../../lib/format';
import { actionWord, count, lines, shown, stateWord, type CellState } from '../../lib/permissions';
import { useParam } from '../../lib/url';
import { CellPanel } from './CellPanel';
import { Grid } from './Grid';
import { Shape } from './Shape';
import css from './Permissions.module.css';
import page from '../../components/ListPage.module.css';

const mostLines = 200_000;
const states: CellState[] = ['always', 'depends', 'forbidden', 'unpermitted'];

/** Who may do what, whatever the context, and why. */
export default function Permissions() {
  const permissions = usePermissions();
  const view = permissions.data;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <PageHead title="Permissions" note={view && view.permissions > 0 && `${plural(view.permissions, 'permission')} under the policies in force`}>
          <Freshness at={permissions.dataUpdatedAt} everyMs={60_000} failing={permissions.isError} again={() => void permissions.refetch()} />
        </PageHead>
      </div>
      {permissions.isPending ? <div className={page.body}><div className={page.fill}><SkeletonRows rows={10} height={28} gap={8} /></div></div>
        : !view ? <div className={page.body}><div className={page.fill}><Failed what="Permissions" error={permissions.error} again={() => void permissions.refetch()} /></div></div>
        : view.permissions === 0 ? <div className={page.body}><div className={page.fill}><Nothing /></div></div>
        : <Matrix view={view} />}
    </div>
  );
}

function Nothing() {
  return (
    <Empty icon="permissions" title="There is nobody, or nothing, to ask about yet">
      <p>Agents and people stand here as rows; models and tools as columns, once they were asked for or an MCP server listed them. Add an agent, and send its first request.</p>
      <Snippet text="bartizan agent add support-bot --owner ada@example.com" label="command" />
    </Empty>
  );
}

function Matrix({ view }: { view: PermissionView }) {
  const [who, setWho] = useParam('who');
  const [what, setWhat] = useParam('what');
  const [action, setAction] = useParam('action');
  const [cell, setCell] = useParam('cell');
  const filter = useDeferredValue(useMemo(() => ({ who, what, action }), [who, what, action]));
  const left = useMemo(() => shown(view, filter), [view, filter]);
  const actions = useMemo(() => [...new Set(view.columns.map((column) => column.action))], [view]);
  const [row, column] = cell.split(':').map(Number);
  const chosenRow = left.rows.find((one) => one.row === row);
  const chosenColumn = left.columns.find((one) => one.column === column);
  const counts = useMemo(() => count(view, left.rows, left.columns), [view, left]);
  const all = states.reduce((sum, state) => sum + counts[state], 0);
  return (
    <>
      <div className={css.tools}>
        <TextInput className={css.find} size="xs" type="search" aria-label="Who" placeholder="Who: agent or person" leftSection={<Icon name="search" size={14} />} value={who} onChange={(event) => setWho(event.target.value, true)} />
        <NativeSelect size="xs" aria-label="Does what" value={action} onChange={(event) => setAction(event.target.value, true)}
          data={[{ value: '', label: 'Does anything' }, ...actions.map((one) => ({ value: one, label: actionWord(one) }))]} />
        <TextInput className={css.find} size="xs" type="search" aria-label="With what" placeholder="With what: model or tool" leftSection={<Icon name="search" size={14} />} value={what} onChange={(event) => setWhat(event.target.value, true)} />
        <ul className={css.legend} aria-label="What the shapes mean">
          {states.map((state) => <li key={state}><Shape state={state} size={14} /> {stateWord[state]} <b>{whole(counts[state])}</b></li>)}
        </ul>
        <span className={css.export}><ExportLines view={view} filter={filter} tooMany={all > mostLines} /></span>
      </div>
      {(view.skipped > 0 || view.leftOut > 0) && (
        <p className={css.partial}><Icon name="alert" size={14} /> <span>Not the whole picture: {[view.skipped > 0 && `${whole(view.skipped)} permissions were not computed`, view.leftOut > 0 && `${whole(view.leftOut)} names of models and tools were left out`].filter(Boolean).join(', ')}. The command line can be asked for more: <code>bartizan policy matrix</code>.</span></p>
      )}
      <div className={page.body}>
        {left.rows.length === 0 || left.columns.length === 0
          ? <div className={page.fill}><Empty icon="search" title="Nothing fits the filter"><p>Loosen who, does what or with what.</p></Empty></div>
          : <Grid view={view} rows={left.rows} columns={left.columns} open={cell} onOpen={(id) => setCell(id, cell !== '')} />}
        {chosenRow && chosenColumn && <CellPanel view={view} row={chosenRow} column={chosenColumn} onClose={() => setCell('', true)} />}
      </div>
    </>
  );
}

function ExportLines({ view, filter, tooMany }: { view: PermissionView; filter: { who: string; what: string; action: string }; tooMany: boolean }) {
  const rows = useMemo(() => (tooMany ? [] : lines(view, filter)), [view, filter, tooMany]);
  return tooMany ? <span className="quiet">Narrow it to export</span> : <Export name="permissions" rows={rows} />;
}
