import { useState } from 'react';
import { useConnected, useDisconnect } from '../../api/consents';
import type { ConnectedAgent } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { PageHead, Panel } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Time } from '../../components/Text';
import { Use } from '../../components/Use';
import { plural } from '../../lib/format';
import { Waiting } from './Waiting';
import list from '../../components/ListPage.module.css';
import css from './Connected.module.css';

/** The agents that act for the person who looks, and the way to take that back. */
export default function Connected() {
  const connected = useConnected();
  const items = connected.data?.items ?? [];
  return (
    <div className={list.page}>
      <div className={list.head}>
        <PageHead title="Connected agents" note={items.length > 0 && `${plural(items.length, 'agent acts', 'agents act')} for you`} />
      </div>
      <div className={list.body}>
        <div className={list.fill}>
          <Waiting />
          {connected.isPending ? <SkeletonRows rows={6} height={24} gap={20} />
            : !connected.data ? <Failed what="Connected agents" error={connected.error} again={() => void connected.refetch()} />
            : items.length === 0 ? (
              <Empty icon="key" title="No agent acts for you">
                <p>When an app asks to act for you and you allow it, it stands here, and you can take it back.</p>
              </Empty>
            ) : <div className={css.cards}>{items.map((agent) => <Card key={agent.agent} agent={agent} />)}</div>}
        </div>
      </div>
    </div>
  );
}

function Card({ agent }: { agent: ConnectedAgent }) {
  const disconnect = useDisconnect();
  const [asking, setAsking] = useState(false);
  return (
    <Panel title={agent.name}>
      <p className={css.text}>
        {agent.vouched ? 'Registered here.' : 'Nobody here vouched for it.'} <bdi>{agent.owner}</bdi> answers for it. Since <Time value={agent.since} />.
      </p>
      {agent.uses.map((use, index) => <Use key={index} use={use} />)}
      <Ending text="Disconnecting ends its tokens within a second. It can ask you again." disabled={disconnect.isPending} onAsk={() => setAsking(true)}>Disconnect</Ending>
      {asking && (
        <Confirm title={`Disconnect ${agent.name}?`} keep="Keep it" verb="Disconnect" error={disconnect.error} busy={disconnect.isPending}
          onDo={() => disconnect.mutate(agent.agent, { onSuccess: () => setAsking(false) })} onClose={() => setAsking(false)}>
          What it does for you stops at once, in the middle of its work if it has any.
        </Confirm>
      )}
    </Panel>
  );
}
