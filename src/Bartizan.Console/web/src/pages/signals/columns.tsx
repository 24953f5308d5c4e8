import type { SignalStreamView } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { StateChip, type Tone } from '../../components/StateChip';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';

export const directionWord: Record<SignalStreamView['direction'], string> = { in: 'To here', out: 'From here' };

/** What a stream does now, in one word. */
export const stateOf = (stream: SignalStreamView) =>
  stream.failingSince ? 'Failing' : stream.status === 'enabled' ? 'Working' : stream.status === 'paused' ? 'Paused' : 'Disabled';

const tone: Record<ReturnType<typeof stateOf>, Tone> = { Failing: 'block', Working: 'allow', Paused: 'hold', Disabled: 'quiet' };

/** The same as people see it at a glance, with what is wrong. */
export function State({ stream }: { stream: SignalStreamView }) {
  const why = stream.problem ?? stream.reason;
  return <><StateChip tone={tone[stateOf(stream)]}>{stateOf(stream)}</StateChip>{why && <span className="quiet"> {why}</span>}</>;
}

export const columns: Column<SignalStreamView>[] = [
  { key: 'party', name: 'Party', by: (stream) => stream.party.toLowerCase(), cell: (stream) => <TwoLines name={stream.party} below={directionWord[stream.direction]} /> },
  { key: 'state', name: 'State', row: true, by: stateOf, cell: (stream) => <State stream={stream} /> },
  { key: 'count', name: 'Signals', figure: true, by: (stream) => stream.count, cell: (stream) => stream.count },
  { key: 'waiting', name: 'Waiting', figure: true, wide: true, by: (stream) => stream.waiting, cell: (stream) => stream.waiting },
  {
    key: 'last', name: 'Last signal', by: (stream) => stream.last ?? '',
    cell: (stream) => (stream.last ? <Time value={stream.last} /> : <span className="quiet">none yet</span>),
  },
];
