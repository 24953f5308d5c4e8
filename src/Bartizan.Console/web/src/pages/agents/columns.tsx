import { Link } from 'wouter';
import type { AgentView } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';
import { duration, whole } from '../../lib/format';
import { useLink } from '../../lib/url';

/** A figure that leads to the rows behind it. */
function Rows({ value, agent, verdict }: { value: number; agent: AgentView; verdict?: string[] }) {
  const link = useLink();
  if (value === 0) return <span className="quiet">0</span>;
  return (
    <Link href={link('/exchanges', { agent: agent.id, verdict })} onClick={(event) => event.stopPropagation()}>
      {whole(value)}
    </Link>
  );
}

export const columns: Column<AgentView>[] = [
  {
    key: 'name', name: 'Agent', by: (agent) => agent.name.toLowerCase(),
    cell: (agent) => <TwoLines name={agent.name} below={`${agent.state === 'working' ? '' : `${agent.state} · `}${agent.owner}`} title={agent.reason ?? agent.owner} />,
  },
  { key: 'exchanges', name: 'Exchanges', figure: true, by: (agent) => agent.stats.exchanges, cell: (agent) => <Rows value={agent.stats.exchanges} agent={agent} /> },
  { key: 'redacted', name: 'Redacted', figure: true, by: (agent) => agent.stats.redact, cell: (agent) => <Rows value={agent.stats.redact} agent={agent} verdict={['redact']} /> },
  {
    key: 'stopped', name: 'Stopped', figure: true, by: (agent) => agent.stats.hold + agent.stats.block,
    cell: (agent) => <Rows value={agent.stats.hold + agent.stats.block} agent={agent} verdict={['hold', 'block']} />,
  },
  {
    key: 'added', name: 'Added, p95', figure: true, by: (agent) => agent.stats.overheadP95Us,
    cell: (agent) => (agent.stats.exchanges > 0 ? duration(agent.stats.overheadP95Us) : '–'),
  },
  {
    key: 'seen', name: 'Last seen', wide: true, by: (agent) => agent.stats.lastSeen ?? '',
    cell: (agent) => (agent.stats.lastSeen ? <Time value={agent.stats.lastSeen} /> : <span className="quiet">not in this time</span>),
  },
  {
    key: 'blueprint', name: 'Blueprint', wide: true, by: (agent) => agent.blueprint?.name ?? '',
    cell: (agent) => (agent.blueprint ? <code>{agent.blueprint.name}@{agent.blueprint.version}</code> : <span className="quiet">none</span>),
  },
  { key: 'key', name: 'Key', wide: true, cell: (agent) => <code className="quiet">btz_{agent.keyId}_…</code> },
];
