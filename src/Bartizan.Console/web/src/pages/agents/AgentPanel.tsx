import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useRevokeAgent } from '../../api/agents';
import type { AgentView } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { SidePanel } from '../../components/SidePanel';
import { Chip, Id, Time } from '../../components/Text';
import { whole } from '../../lib/format';
import { useLink } from '../../lib/url';
import { BaseUrl } from './BaseUrl';
import css from './AgentPanel.module.css';

/** What is this agent? */
export function AgentPanel({ agent, may, onClose }: { agent: AgentView; may: boolean; onClose: () => void }) {
  const link = useLink();
  const [revoking, setRevoking] = useState(false);
  const tags = Object.entries(agent.tags);
  return (
    <SidePanel id={agent.id} label="Chosen agent" head={agent.name} onClose={onClose}>
      <Panel title="Who" aside={<Link href={link('/exchanges', { agent: agent.id })}>Its exchanges</Link>}>
        <dl className={css.facts}>
          <dt>Name</dt>
          <dd>{agent.name}</dd>
          <dt>Owner</dt>
          <dd>{agent.owner}</dd>
          <dt>Id</dt>
          <dd><Id id={agent.id} what="agent id" /></dd>
          <dt>Key</dt>
          <dd><code>btz_{agent.keyId}_…</code></dd>
          <dt>Added</dt>
          <dd><Time value={agent.created} /></dd>
          {agent.revoked && <dt>Revoked</dt>}
          {agent.revoked && <dd><Time value={agent.revoked} /></dd>}
          <dt>Tags</dt>
          <dd className={css.tags}>
            {tags.length === 0 ? <span className="quiet">none</span> : tags.map(([key, value]) => <Chip key={key} title={`${key}=${value}`}>{key}={value}</Chip>)}
          </dd>
        </dl>
      </Panel>
      {!agent.revoked && (
        <>
          <Panel title="How it connects" note="only base URL and key change">
            <BaseUrl />
          </Panel>
          <Panel title="Revoke">
            <p className={css.text}>Its key stops working at once, everywhere. This cannot be undone; what it did stays in the record.</p>
            <Button variant="default" className={css.danger} disabled={!may} leftSection={<Icon name="key" size={14} />} onClick={() => setRevoking(true)}>
              Revoke its key…
            </Button>
          </Panel>
        </>
      )}
      {revoking && <Revoke agent={agent} onClose={() => setRevoking(false)} />}
    </SidePanel>
  );
}

function Revoke({ agent, onClose }: { agent: AgentView; onClose: () => void }) {
  const revoke = useRevokeAgent();
  return (
    <Modal opened onClose={onClose} title="Revoke this key?" size={440}>
      <div className={css.confirm}>
        <p>
          <strong className={css.wrap}>{agent.name}</strong> of <span className={css.wrap}>{agent.owner}</span> can ask no model from that moment on. It
          made {whole(agent.stats.exchanges)} exchanges in the time shown.
        </p>
        <Problem error={revoke.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus>Keep it</Button>
          <Button className={css.dangerFilled} loading={revoke.isPending} onClick={() => revoke.mutate(agent.id, { onSuccess: onClose })}>Revoke key</Button>
        </div>
      </div>
    </Modal>
  );
}
