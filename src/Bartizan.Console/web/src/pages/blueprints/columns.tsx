import type { BlueprintView } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { Day } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';
import { whole } from '../../lib/format';
import { blueprintWord } from '../../lib/words';

export const columns: Column<BlueprintView>[] = [
  { key: 'name', name: 'Blueprint', by: (blueprint) => blueprint.name, cell: (blueprint) => <TwoLines name={blueprint.name} below={`version ${blueprint.version}`} /> },
  { key: 'state', name: 'State', by: (blueprint) => blueprint.state, cell: (blueprint) => blueprintWord[blueprint.state] },
  { key: 'agents', name: 'Agents', figure: true, by: (blueprint) => blueprint.agents, cell: (blueprint) => whole(blueprint.agents) },
  { key: 'sponsor', name: 'Sponsor', by: (blueprint) => blueprint.sponsor, cell: (blueprint) => blueprint.sponsor },
  { key: 'owner', name: 'Owner', wide: true, by: (blueprint) => blueprint.owner, cell: (blueprint) => blueprint.owner },
  { key: 'review', name: 'Review due', wide: true, by: (blueprint) => blueprint.reviewDue, cell: (blueprint) => <Day value={blueprint.reviewDue} /> },
  { key: 'expires', name: 'Expires', wide: true, by: (blueprint) => blueprint.expires, cell: (blueprint) => <Day value={blueprint.expires} /> },
];
