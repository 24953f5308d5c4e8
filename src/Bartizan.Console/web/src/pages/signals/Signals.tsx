import { useSignals } from '../../api/signals';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import css from '../../components/ListPage.module.css';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { plural } from '../../lib/format';
import { useParam } from '../../lib/url';
import { columns } from './columns';
import { SignalPanel } from './SignalPanel';

/** Who tells us what ended there, who learns what ended here, and does it get through? */
export default function Signals() {
  const signals = useSignals();
  const [open, setOpen] = useParam('stream');
  const [sort, setSort] = useParam('sort');
  const items = signals.data?.items ?? [];
  const failing = items.filter((item) => item.failingSince).length;
  const chosen = items.find((item) => item.id === open);

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Signals" note={items.length > 0 && (failing > 0 ? `${plural(failing, 'stream', 'streams')} failing` : plural(items.length, 'stream', 'streams'))}>
          <Freshness at={signals.dataUpdatedAt} everyMs={15_000} failing={signals.isError} again={() => void signals.refetch()} />
          <Export name="signals" rows={items} />
        </PageHead>
      </div>
      <div className={css.body}>
        {signals.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !signals.data ? <div className={css.fill}><Failed what="Signals" error={signals.error} again={() => void signals.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="exchanges" title="No signals yet">
                <p>What ends at an identity provider can end here too, and others can learn what ended here: identity.signals in the configuration. A stream stands here from its first signal on.</p>
              </Empty>
            </div>
          ) : (
            <DataTable label="Streams" columns={columns} rows={items} id={(item) => item.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort} onSort={setSort} />
          )}
        {chosen && <SignalPanel key={chosen.id} stream={chosen} onClose={() => setOpen('', true)} />}
      </div>
    </div>
  );
}
