import { useBlueprints } from '../../api/blueprints';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { useParam } from '../../lib/url';
import { BlueprintPanel } from './BlueprintPanel';
import { columns } from './columns';
import css from '../../components/ListPage.module.css';

/** What agents of a kind may be at most, and who answers for them. */
export default function Blueprints() {
  const blueprints = useBlueprints();
  const [open, setOpen] = useParam('blueprint');
  const [sort, setSort] = useParam('sort');
  const items = blueprints.data?.items ?? [];
  const chosen = items.find((blueprint) => blueprint.id === open);
  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Blueprints" note={items.length > 0 && plural(items.filter((blueprint) => !blueprint.retired).length, 'blueprint')}>
          <Freshness at={blueprints.dataUpdatedAt} everyMs={15_000} failing={blueprints.isError} again={() => void blueprints.refetch()} />
          <Export name="blueprints" rows={items} />
        </PageHead>
      </div>
      <div className={css.body}>
        {blueprints.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !blueprints.data ? <div className={css.fill}><Failed what="Blueprints" error={blueprints.error} again={() => void blueprints.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="blueprints" title="There is no blueprint yet">
                <p>A blueprint says what agents of a kind may be at most, and who vouches for them. Write one in a file, and register it:</p>
                <Snippet text="bartizan blueprint add billing-assistant.yaml" label="command" />
              </Empty>
            </div>
          ) : (
            <DataTable label="Blueprints" columns={columns} rows={items} id={(blueprint) => blueprint.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort}
              onSort={setSort} dim={(blueprint) => blueprint.retired !== null} />
          )}
        {chosen && <BlueprintPanel key={chosen.id} blueprint={chosen} onClose={() => setOpen('', true)} />}
      </div>
    </div>
  );
}
