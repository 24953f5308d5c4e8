import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSecrets } from '../../api/secrets';
import { useMay } from '../../api/session';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { Icon } from '../../components/Icon';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { plural } from '../../lib/format';
import { useParam } from '../../lib/url';
import { AddSecret } from './AddSecret';
import { columns } from './columns';
import { SecretPanel } from './SecretPanel';
import css from '../../components/ListPage.module.css';

/** The secrets that upstreams ask for: where each may go and how old it is. */
export default function Credentials() {
  const secrets = useSecrets();
  const may = useMay('manageSecrets');
  const [open, setOpen] = useParam('secret');
  const [sort, setSort] = useParam('sort');
  const [adding, setAdding] = useState(false);
  const items = secrets.data?.items ?? [];
  const chosen = items.find((item) => item.name === open);
  const button = <Button disabled={!may} leftSection={<Icon name="key" size={14} />} onClick={() => setAdding(true)}>Add a secret…</Button>;

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Credentials" note={items.length > 0 && plural(items.filter((item) => !item.removed).length, 'secret in force', 'secrets in force')}>
          <Freshness at={secrets.dataUpdatedAt} everyMs={15_000} failing={secrets.isError} again={() => void secrets.refetch()} />
          <Export name="credentials" rows={items} />
          {items.length > 0 && button}
        </PageHead>
      </div>
      <div className={css.body}>
        {secrets.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !secrets.data ? <div className={css.fill}><Failed what="Credentials" error={secrets.error} again={() => void secrets.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="key" title="No secret is kept here">
                <p>Keys of models’ servers and MCP servers are kept sealed, put on requests only to the hosts they are bound to, and shown to nobody.</p>
                {button}
              </Empty>
            </div>
          ) : (
            <DataTable label="Secrets" columns={columns} rows={items} id={(item) => item.name} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort} onSort={setSort} />
          )}
        {chosen && <SecretPanel key={chosen.name} secret={chosen} onClose={() => setOpen('', true)} />}
      </div>
      {adding && <AddSecret onClose={() => setAdding(false)} />}
    </div>
  );
}
