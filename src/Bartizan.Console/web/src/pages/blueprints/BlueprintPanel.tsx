import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAgents } from '../../api/agents';
import { useBlueprintVersions } from '../../api/blueprints';
import type { BlueprintView } from '../../api/types';
import { Cedar } from '../../components/Cedar';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { SidePanel } from '../../components/SidePanel';
import { Chip, Day, Id, Time } from '../../components/Text';
import { useLink } from '../../lib/url';
import { blueprintWord } from '../../lib/words';
import css from './BlueprintPanel.module.css';

const Names = ({ names }: { names: string[] | null }) =>
  names === null ? <span className="quiet">all that policy allows</span>
    : names.length === 0 ? <span className="quiet">none</span>
    : <span className={css.names}>{names.map((name) => <Chip key={name} title={name}>{name}</Chip>)}</span>;

/** What does this blueprint allow, since when, and to whom? */
export function BlueprintPanel({ blueprint, onClose }: { blueprint: BlueprintView; onClose: () => void }) {
  const versions = useBlueprintVersions(blueprint.id, blueprint.version);
  const [version, setVersion] = useState(blueprint.version);
  const shown = versions.data?.items.find((item) => item.version === version) ?? blueprint;
  const items = versions.data?.items ?? [blueprint];
  return (
    <SidePanel id={blueprint.id} label="Chosen blueprint" head={blueprint.name} onClose={onClose}>
      <Panel title="What it is">
        <FactList facts={[
          ['State', blueprintWord[blueprint.state]],
          ['Id', <Id id={blueprint.id} what="blueprint id" />],
          ['Owner', blueprint.owner],
          ['Sponsor', blueprint.sponsor],
          ['Review due', <Day value={blueprint.reviewDue} />],
          ['Expires', <Day value={blueprint.expires} />],
          ['Retired', blueprint.retired && <Time value={blueprint.retired} />],
        ]} />
      </Panel>
      <Panel title="What it allows at most" aside={items.length > 1 && (
        <NativeSelect aria-label="Version" value={String(version)} onChange={(event) => setVersion(Number(event.target.value))}
          data={items.map((item) => ({ value: String(item.version), label: `Version ${item.version}` }))} />
      )}>
        <Problem error={versions.error} />
        <FactList facts={[
          ['Version', <>{shown.version} of <Time value={shown.created} />, by {shown.by}</>],
          ['Models', <Names names={shown.models} />],
          ['Tools', <Names names={shown.tools} />],
          ['Acting for it', shown.depth === 0 ? 'nobody' : `at most ${shown.depth}, one after the other`],
          ['Tokens live', `${shown.lifetimeSeconds} s at most`],
          ['Code', shown.code && <Id id={shown.code} what="digest" />],
          ['Owner then', version !== blueprint.version && shown.owner],
          ['Sponsor then', version !== blueprint.version && shown.sponsor],
        ]} />
      </Panel>
      {shown.ceiling && <Panel title="Ceiling" note="must allow every call too" flush><Cedar text={shown.ceiling} /></Panel>}
      <Agents blueprint={blueprint} />
    </SidePanel>
  );
}

function Agents({ blueprint }: { blueprint: BlueprintView }) {
  const link = useLink();
  const agents = useAgents('24h');
  const own = (agents.data?.items ?? []).filter((agent) => agent.blueprint?.id === blueprint.id && agent.state !== 'revoked');
  return (
    <Panel title="Agents of it" note={String(blueprint.agents)}>
      <Problem error={agents.error} />
      {own.length === 0 ? <span className="quiet">None.</span> : (
        <ul className={css.agents}>
          {own.map((agent) => (
            <li key={agent.id}>
              <Link href={link('/agents', { agent: agent.id })}>{agent.name}</Link>
              {agent.state === 'suspended' && <span className="quiet"> suspended: {agent.reason}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
