import { useShadowCallers } from '../../api/agents';
import type { ShadowCallerView } from '../../api/types';
import { DataTable, type Column } from '../../components/DataTable';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';
import { whole } from '../../lib/format';
import { useParam } from '../../lib/url';
import { dialectWord, shadowWord } from '../../lib/words';
import css from '../../components/ListPage.module.css';

const callerId = (caller: ShadowCallerView) => `${caller.kind}/${caller.mark}`;
const shown = (caller: ShadowCallerView) => (caller.kind === 'providerKey' || caller.kind === 'token' ? `${caller.form} #${caller.mark.slice(0, 8)}` : caller.mark);

const columns: Column<ShadowCallerView>[] = [
  { key: 'kind', name: 'What it showed', by: (caller) => caller.kind, cell: (caller) => <TwoLines name={shadowWord[caller.kind]} below={shown(caller)} title={caller.mark} /> },
  { key: 'address', name: 'From', by: (caller) => caller.address, cell: (caller) => <code>{caller.address}</code> },
  { key: 'count', name: 'Times', figure: true, by: (caller) => caller.count, cell: (caller) => whole(caller.count) },
  { key: 'dialect', name: 'Spoke', wide: true, by: (caller) => caller.dialect, cell: (caller) => dialectWord(caller.dialect) },
  { key: 'client', name: 'Client', wide: true, by: (caller) => caller.userAgent, cell: (caller) => caller.userAgent || <span className="quiet">did not say</span> },
  { key: 'first', name: 'First seen', wide: true, by: (caller) => caller.first, cell: (caller) => <Time value={caller.first} /> },
  { key: 'last', name: 'Last seen', by: (caller) => caller.last, cell: (caller) => <Time value={caller.last} /> },
];

/** Who came without being declared, and was refused. */
export function Shadow() {
  const callers = useShadowCallers();
  const [open, setOpen] = useParam('caller');
  const [sort, setSort] = useParam('sort');
  const items = callers.data?.items ?? [];
  return callers.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
    : !callers.data ? <div className={css.fill}><Failed what="Undeclared callers" error={callers.error} again={() => void callers.refetch()} /></div>
    : items.length === 0 ? (
      <div className={css.fill}>
        <Empty icon="agents" title="Nobody undeclared has come">
          <p>Callers that the gateway refused because no agent is declared for them stand here: with what they showed, never the key itself.</p>
        </Empty>
      </div>
    ) : <DataTable label="Undeclared callers" columns={columns} rows={items} id={callerId} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort} onSort={setSort} />;
}
