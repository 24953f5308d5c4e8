import { Button } from '@mantine/core';
import { useState } from 'react';
import { usePeople } from '../../api/people';
import { useMay } from '../../api/session';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { Icon } from '../../components/Icon';
import { PageHead } from '../../components/Panel';
import { Failed, NoRight, SkeletonRows } from '../../components/States';
import { plural } from '../../lib/format';
import { works } from '../../lib/people';
import { useParam } from '../../lib/url';
import { columns } from './columns';
import { InvitePerson } from './InvitePerson';
import { PersonPanel } from './PersonPanel';
import css from '../../components/ListPage.module.css';

/** Who may sign in, and what they may do. */
export default function People() {
  return useMay('manageAccounts') ? <List /> : <NoRight what="Managing people" right="manageAccounts" />;
}

function List() {
  const people = usePeople();
  const [open, setOpen] = useParam('person');
  const [sort, setSort] = useParam('sort');
  const [inviting, setInviting] = useState(false);
  const items = people.data?.items ?? [];
  const chosen = items.find((account) => account.id === open);
  const working = items.filter(works).length;

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="People" note={items.length > 0 && plural(working, 'person can sign in', 'people can sign in')}>
          <Freshness at={people.dataUpdatedAt} everyMs={15_000} failing={people.isError} again={() => void people.refetch()} />
          <Export name="people" rows={items} />
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setInviting(true)}>Invite person</Button>
        </PageHead>
      </div>
      <div className={css.body}>
        {people.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !people.data ? <div className={css.fill}><Failed what="People" error={people.error} again={() => void people.refetch()} /></div>
          : (
            <DataTable label="People" columns={columns} rows={items} id={(account) => account.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort}
              onSort={setSort} dim={(account) => account.disabled !== null} />
          )}
        {chosen && <PersonPanel key={chosen.id} account={chosen} all={items} onClose={() => setOpen('', true)} />}
      </div>
      {inviting && <InvitePerson onClose={() => setInviting(false)} />}
    </div>
  );
}
