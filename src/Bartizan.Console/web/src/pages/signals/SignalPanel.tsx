import type { SignalStreamView } from '../../api/types';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { SidePanel } from '../../components/SidePanel';
import { Time } from '../../components/Text';
import { directionWord, stateOf } from './columns';

/** One stream: what it is, and since when what is wrong. */
export function SignalPanel({ stream, onClose }: { stream: SignalStreamView; onClose: () => void }) {
  return (
    <SidePanel id={stream.id} label="Chosen stream" head={stream.party} onClose={onClose}>
      <Panel title="How it is doing">
        <FactList facts={[
          ['Direction', directionWord[stream.direction]],
          ['Delivery', stream.way],
          ['State', stateOf(stream)],
          ['Why', stream.reason],
          ['Failing since', stream.failingSince && <Time value={stream.failingSince} />],
          ['Problem', stream.problem],
          ['Signals', String(stream.count)],
          ['Waiting', stream.direction === 'out' && String(stream.waiting)],
          ['Last signal', stream.last && <Time value={stream.last} />],
          ['Last event', stream.lastEvent],
          ['Verified', stream.verified && <Time value={stream.verified} />],
          ['Stream', stream.id],
        ]} />
      </Panel>
    </SidePanel>
  );
}
