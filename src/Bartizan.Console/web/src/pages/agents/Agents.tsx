import { Button, SegmentedControl, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useAgents } from '../../api/agents';
import { useMay } from '../../api/session';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { Icon } from '../../components/Icon';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { useParam, useRange } from '../../lib/url';
import { AddAgent } from './AddAgent';
import { AgentPanel } from './AgentPanel';
import { columns } from './columns';
import { Shadow } from './Shadow';
import css from '../../components/ListPage.module.css';

/** Who asks models for something, and what they did. */
export default function Agents() {
  const [range] = useRange();
  const agents = useAgents(range);
  const [open, setOpen] = useParam('agent');
  const [sort, setSort] = useParam('sort');
  const [view, setView] = useParam('view');
  const [adding, setAdding] = useState(false);
  const may = useMay('manageAgents');
  const items = agents.data?.items ?? [];
  const chosen = items.find((agent) => agent.id === open);
  const working = items.filter((agent) => agent.state === 'working').length;
  const suspended = items.filter((agent) => agent.state === 'suspended').length;
  const note = [`${plural(working, 'agent')}`, suspended > 0 && `${suspended} suspended`, items.length > working + suspended && `${items.length - working - suspended} revoked`];
  const add = (
    <Tooltip label="Your roles do not include managing agents. An admin can grant it." disabled={may}>
      <span>
        <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)} disabled={!may}>Add agent</Button>
      </span>
    </Tooltip>
  );

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Agents" note={items.length > 0 && note.filter(Boolean).join(', ')}>
          <SegmentedControl aria-label="View" value={view || 'declared'} onChange={(value) => setView(value === 'declared' ? '' : value)}
            data={[{ value: 'declared', label: 'Declared' }, { value: 'undeclared', label: 'Undeclared' }]} />
          <Freshness at={agents.dataUpdatedAt} everyMs={15_000} failing={agents.isError} again={() => void agents.refetch()} />
          <Export name="agents" rows={items.map(({ stats, tags, blueprint, ...agent }) => ({ ...agent, blueprint: blueprint && `${blueprint.name}@${blueprint.version}`, tags, ...stats }))} />
          {add}
        </PageHead>
      </div>
      <div className={css.body}>
        {view === 'undeclared' ? <Shadow /> : agents.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !agents.data ? <div className={css.fill}><Failed what="Agents" error={agents.error} again={() => void agents.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="agents" title="No agent has a key yet">
                <p>An agent is a program that asks models. Give it a key here, or on the command line:</p>
                <Snippet text="bartizan agent add support-copilot --owner you@example.com" label="command" />
              </Empty>
            </div>
          ) : (
            <DataTable label="Agents" columns={columns} rows={items} id={(agent) => agent.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort}
              onSort={setSort} dim={(agent) => agent.state !== 'working'} />
          )}
        {chosen && view !== 'undeclared' && <AgentPanel key={chosen.id} agent={chosen} may={may} onClose={() => setOpen('', true)} />}
      </div>
      {adding && <AddAgent onClose={() => setAdding(false)} />}
    </div>
  );
}
