import type { SecretView } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';

export const stateOf = (secret: SecretView) => (secret.removed ? 'Removed' : 'In force');

export const columns: Column<SecretView>[] = [
  { key: 'name', name: 'Secret', by: (secret) => secret.name.toLowerCase(), cell: (secret) => <TwoLines name={secret.name} below={secret.owner} /> },
  { key: 'bound', name: 'Bound to', row: true, by: (secret) => secret.hosts.join(), cell: (secret) => <TwoLines name={secret.hosts.join(', ')} below={secret.header} /> },
  { key: 'state', name: 'State', by: stateOf, cell: stateOf },
  { key: 'rotated', name: 'Value since', by: (secret) => secret.rotated, cell: (secret) => <Time value={secret.rotated} /> },
  {
    key: 'used', name: 'Last used', wide: true, by: (secret) => secret.used ?? '',
    cell: (secret) => (secret.used ? <Time value={secret.used} /> : <span className="quiet">never</span>),
  },
];
