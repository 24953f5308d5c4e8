import type { AccountView } from '../../api/types';
import { usePerson } from '../../api/session';
import type { Column } from '../../components/DataTable';
import { Chip, Time } from '../../components/Text';
import { sourceWord, stateWord } from '../../lib/people';
import { roleWord } from '../../lib/words';
import css from './columns.module.css';

const rolesOf = (account: AccountView) => account.roles.map((role) => roleWord[role]).join(', ');

function Name({ account }: { account: AccountView }) {
  const self = usePerson().id === account.id;
  return (
    <div className={css.who}>
      <span className={css.name}>
        <span className="clip" title={account.name}>{account.name}</span>
        {self && <Chip>you</Chip>}
      </span>
      <span className={css.sub}>{rolesOf(account)}</span>
    </div>
  );
}

export const columns: Column<AccountView>[] = [
  { key: 'name', name: 'Person', by: (account) => account.name.toLowerCase(), cell: (account) => <Name account={account} /> },
  {
    key: 'roles', name: 'Roles', wide: true, by: rolesOf,
    cell: (account) => <span className={css.roles}>{account.roles.map((role) => <Chip key={role}>{roleWord[role]}</Chip>)}</span>,
  },
  { key: 'source', name: 'From', wide: true, by: sourceWord, cell: sourceWord },
  { key: 'state', name: 'State', by: stateWord, cell: stateWord },
  {
    key: 'seen', name: 'Last seen', by: (account) => account.lastSeen ?? '',
    cell: (account) => (account.lastSeen ? <Time value={account.lastSeen} /> : <span className="quiet">never</span>),
  },
  { key: 'created', name: 'Added', wide: true, by: (account) => account.created, cell: (account) => <Time value={account.created} /> },
];
