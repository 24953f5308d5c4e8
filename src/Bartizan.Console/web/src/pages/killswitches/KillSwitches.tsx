import { Button } from '@mantine/core';
import { useState } from 'react';
import { useKillSwitches } from '../../api/killSwitches';
import { useMay } from '../../api/session';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { Icon } from '../../components/Icon';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { switchId, thrownNow } from '../../lib/killSwitches';
import { useParam } from '../../lib/url';
import { columns } from './columns';
import { SwitchPanel } from './SwitchPanel';
import { Throw } from './Throw';
import css from '../../components/ListPage.module.css';

/** What people stopped, and the way to stop more. */
export default function KillSwitches() {
  const switches = useKillSwitches();
  const may = useMay('useKillSwitches');
  const [open, setOpen] = useParam('switch');
  const [sort, setSort] = useParam('sort');
  const [throwing, setThrowing] = useState(false);
  const items = switches.data?.items ?? [];
  const chosen = items.find((item) => switchId(item) === open);
  const thrown = thrownNow(items).length;
  const button = <Button disabled={!may} leftSection={<Icon name="stop" size={14} />} onClick={() => setThrowing(true)}>Stop something…</Button>;

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Kill switches" note={items.length > 0 && (thrown > 0 ? `${thrown} thrown` : 'none is thrown')}>
          <Freshness at={switches.dataUpdatedAt} everyMs={5_000} failing={switches.isError} again={() => void switches.refetch()} />
          <Export name="kill-switches" rows={items} />
          {items.length > 0 && button}
        </PageHead>
      </div>
      <div className={css.body}>
        {switches.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !switches.data ? <div className={css.fill}><Failed what="Kill switches" error={switches.error} again={() => void switches.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="stop" title="Nothing was ever stopped here">
                <p>A kill switch stops an agent, an AI system, a tool, a model or everything at once: what is new is refused, what is under way is cut, tokens end.</p>
                {button}
              </Empty>
            </div>
          ) : (
            <DataTable label="Kill switches" columns={columns} rows={items} id={switchId} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort} onSort={setSort} />
          )}
        {chosen && <SwitchPanel key={switchId(chosen)} item={chosen} onClose={() => setOpen('', true)} />}
      </div>
      {throwing && <Throw onClose={() => setThrowing(false)} />}
    </div>
  );
}
