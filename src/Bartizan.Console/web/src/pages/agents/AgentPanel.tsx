import { useState } from 'react';
import { Link } from 'wouter';
import { useRevokeAgent } from '../../api/agents';
import { useMay } from '../../api/session';
import type { AgentView } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { SidePanel } from '../../components/SidePanel';
import { Chip, Id, Time } from '../../components/Text';
import { plural } from '../../lib/format';
import { useLink } from '../../lib/url';
import { Throw } from '../killswitches/Throw';
import { BaseUrl } from './BaseUrl';
import { Decide } from './Decide';
import { Instances } from './Instances';
import { Uses } from './Uses';
import css from './AgentPanel.module.css';

/** What is this agent? */
export function AgentPanel({ agent, may, onClose }: { agent: AgentView; may: boolean; onClose: () => void }) {
  const link = useLink();
  const mayStop = useMay('useKillSwitches');
  const [revoking, setRevoking] = useState(false);
  const [stopping, setStopping] = useState(false);
  const tags = Object.entries(agent.tags);
  return (
    <SidePanel id={agent.id} label="Chosen agent" head={agent.name} onClose={onClose}>
      <Panel title="Who" aside={<><Link href={link('/permissions', { who: agent.id })}>What it may do</Link> <span className="quiet">·</span> <Link href={link('/exchanges', { agent: agent.id })}>Its exchanges</Link></>}>
        <FactList facts={[
          ['Name', agent.name],
          ['Owner', agent.owner],
          ['State', agent.state === 'working' ? 'works' : agent.state],
          ['Why', agent.reason],
          ['Id', <Id id={agent.id} what="agent id" />],
          ['Key', <code>btz_{agent.keyId}_…</code>],
          ['Added', <Time value={agent.created} />],
          ['Revoked', agent.revoked && <Time value={agent.revoked} />],
          ['Tags', tags.length === 0 ? <span className="quiet">none</span> : (
            <span className={css.tags}>{tags.map(([key, value]) => <Chip key={key} title={`${key}=${value}`}>{key}={value}</Chip>)}</span>
          )],
        ]} />
      </Panel>
      {agent.blueprint && (
        <Panel title="Blueprint" note="what it may be at most" aside={<Link href={link('/blueprints', { blueprint: agent.blueprint.id })}>The blueprint</Link>}>
          <FactList facts={[
            ['Name', <code>{agent.blueprint.name}@{agent.blueprint.version}</code>],
            ['Owner', agent.blueprint.owner],
            ['Sponsor', agent.blueprint.sponsor],
          ]} />
        </Panel>
      )}
      <Uses id={agent.id} />
      <Instances id={agent.id} />
      {!agent.revoked && (
        <>
          <Panel title="How it connects" note="only base URL and key change">
            <BaseUrl />
          </Panel>
          <Decide agent={agent} may={may} />
          <Panel title="Kill switch">
            <Ending text="Stops it at once, and whoever acts for it: what is under way is cut, its tokens end. It can be lifted again." disabled={!mayStop} onAsk={() => setStopping(true)}>
              Stop it now…
            </Ending>
          </Panel>
          <Panel title="Revoke">
            <Ending text="Its key stops working within a second, at every gateway. This cannot be undone; what it did stays in the record." disabled={!may} onAsk={() => setRevoking(true)}>
              Revoke its key…
            </Ending>
          </Panel>
        </>
      )}
      {stopping && <Throw kind="agent" name={agent.name} onClose={() => setStopping(false)} />}
      {revoking && <Revoke agent={agent} onClose={() => setRevoking(false)} />}
    </SidePanel>
  );
}

function Revoke({ agent, onClose }: { agent: AgentView; onClose: () => void }) {
  const revoke = useRevokeAgent();
  return (
    <Confirm title="Revoke this key?" keep="Keep it" verb="Revoke key" error={revoke.error} busy={revoke.isPending} onClose={onClose}
      onDo={() => revoke.mutate(agent.id, { onSuccess: onClose })}>
      <strong>{agent.name}</strong> of {agent.owner} can then ask no model any more. It made {plural(agent.stats.exchanges, 'exchange')} in the
      time shown.
    </Confirm>
  );
}
