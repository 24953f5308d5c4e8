import type { AccessRequestRow } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { StateChip, type Tone } from '../../components/StateChip';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';

const tone: Record<AccessRequestRow['state'], Tone> = { waiting: 'hold', approved: 'allow', denied: 'block', expired: 'quiet' };
const word: Record<AccessRequestRow['state'], string> = { waiting: 'Waiting', approved: 'Approved', denied: 'Denied', expired: 'Over' };

export function State({ state, automatic }: { state: AccessRequestRow['state']; automatic: boolean }) {
  return <StateChip tone={tone[state]}>{automatic ? 'By policy' : word[state]}</StateChip>;
}

export const columns: Column<AccessRequestRow>[] = [
  { key: 'resource', name: 'Call', by: (request) => request.resource, cell: (request) => <TwoLines name={request.resource} below={request.action} /> },
  { key: 'state', name: 'State', by: (request) => request.state, cell: (request) => <State state={request.state} automatic={request.automatic} /> },
  { key: 'agent', name: 'Agent', by: (request) => request.agent, cell: (request) => <TwoLines name={request.agent} below={request.owner} /> },
  { key: 'asks', name: 'Asks', wide: true, by: (request) => request.asks.join(), cell: (request) => `${request.asks.join(', ')}${request.needs > 1 ? `, ${request.needs} people` : ''}` },
  { key: 'asked', name: 'Times', wide: true, by: (request) => request.asked, cell: (request) => request.asked },
  { key: 'created', name: 'Asked', by: (request) => request.created, cell: (request) => <Time value={request.created} /> },
];
