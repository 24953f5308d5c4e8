import { useRequests } from '../../api/access';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { useParam } from '../../lib/url';
import { columns } from './columns';
import { RequestPanel } from './RequestPanel';
import css from '../../components/ListPage.module.css';

const howTo = `@id("writes")
@hold("owner")
@message("Writing files needs a person.")
forbid (principal, action == Action::"callTool", resource == Tool::"files/write");`;

/** Calls that policy holds until a person says yes. */
export default function Requests() {
  const requests = useRequests();
  const [open, setOpen] = useParam('request');
  const [sort, setSort] = useParam('sort');
  const items = requests.data?.items ?? [];
  const chosen = items.find((request) => request.id === open);
  const waiting = items.filter((request) => request.state === 'waiting').length;

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Requests" note={items.length > 0 && (waiting > 0 ? `${plural(waiting, 'call waits', 'calls wait')} for a person` : 'nothing waits')}>
          <Freshness at={requests.dataUpdatedAt} everyMs={5_000} failing={requests.isError} again={() => void requests.refetch()} />
          <Export name="access-requests" rows={items} />
        </PageHead>
      </div>
      <div className={css.body}>
        {requests.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !requests.data ? <div className={css.fill}><Failed what="Requests" error={requests.error} again={() => void requests.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="key" title="Policy has held no call yet">
                <p>A forbid with @hold asks a person instead of refusing for good. What it holds stands here, to be approved or denied.</p>
                <Snippet text={howTo} label="policy" />
              </Empty>
            </div>
          ) : (
            <DataTable label="Access requests" columns={columns} rows={items} id={(request) => request.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort}
              onSort={setSort} dim={(request) => request.state !== 'waiting'} />
          )}
        {chosen && <RequestPanel key={chosen.id} request={chosen} onClose={() => setOpen('', true)} />}
      </div>
    </div>
  );
}
