import { useTools } from '../../api/tools';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { toolId, waits } from '../../lib/tools';
import { useParam } from '../../lib/url';
import { columns } from './columns';
import { ToolPanel } from './ToolPanel';
import css from '../../components/ListPage.module.css';

const howTo = `mcp:
  servers:
    - name: github
      url: https://api.example.com/mcp
      credential: env:GITHUB_TOKEN`;

/** What MCP servers offer, and what people said of it. */
export default function Tools() {
  const tools = useTools();
  const [open, setOpen] = useParam('tool');
  const [sort, setSort] = useParam('sort');
  const items = tools.data?.items ?? [];
  const chosen = items.find((tool) => toolId(tool) === open);
  const waiting = items.filter(waits).length;

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Tools" note={items.length > 0 && (waiting > 0 ? `${plural(waiting, 'tool waits', 'tools wait')} for a person` : `${plural(items.length, 'tool')}, all approved`)}>
          <Freshness at={tools.dataUpdatedAt} everyMs={15_000} failing={tools.isError} again={() => void tools.refetch()} />
          <Export name="tools" rows={items} />
        </PageHead>
      </div>
      <div className={css.body}>
        {tools.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !tools.data ? <div className={css.fill}><Failed what="Tools" error={tools.error} again={() => void tools.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="tools" title="No tool of an MCP server has been seen yet">
                <p>Name a server in bartizan.yaml; its tools stand here once a client has listed or called them.</p>
                <Snippet text={howTo} label="configuration" />
              </Empty>
            </div>
          ) : (
            <DataTable label="Tools" columns={columns} rows={items} id={toolId} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort} onSort={setSort} />
          )}
        {chosen && <ToolPanel key={toolId(chosen)} tool={chosen} onClose={() => setOpen('', true)} />}
      </div>
    </div>
  );
}
