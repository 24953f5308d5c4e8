import { Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { memo, useEffect, useState } from 'react';
import { useAgents } from '../../api/agents';
import { Icon } from '../../components/Icon';
import { Label } from '../../components/Text';
import { VerdictShape } from '../../components/Verdict';
import { axisTime } from '../../lib/format';
import type { ExchangeFilter } from '../../lib/url';
import { verdicts, verdictWord } from '../../lib/words';
import css from './Filters.module.css';
import { Views } from './Views';

const families = ['injection', 'pii', 'secret', 'exfiltration', 'invisible', 'canary'];

/** What narrows the list; all of it is in the address. */
export const Filters = memo(function Filters({ filter, change }: { filter: ExchangeFilter; change: (part: Partial<ExchangeFilter>, replace?: boolean) => void }) {
  const agents = useAgents('24h').data?.items ?? [];
  const toggle = (name: 'agent' | 'verdict' | 'label', value: string) =>
    change({ [name]: filter[name].includes(value) ? filter[name].filter((other) => other !== value) : [...filter[name], value] });

  return (
    <div className={css.filters} role="group" aria-label="Filters">
      <Views />
      <Search value={filter.q} onChange={(q) => change({ q }, true)} />
      <div className={css.verdicts}>
        {verdicts.map((verdict) => (
          <button key={verdict} type="button" className={css.toggle} aria-pressed={filter.verdict.includes(verdict)} onClick={() => toggle('verdict', verdict)}>
            <VerdictShape verdict={verdict} size={14} />
            {verdictWord[verdict]}
          </button>
        ))}
      </div>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="plus" size={14} />}>Filter</Button>
        </Menu.Target>
        <Menu.Dropdown className={css.menu}>
          <Menu.Label>Findings</Menu.Label>
          {families.filter((family) => !filter.label.includes(family)).map((family) => (
            <Menu.Item key={family} onClick={() => toggle('label', family)}><code>{family}</code></Menu.Item>
          ))}
          {agents.length > 0 && <Menu.Label>Agents</Menu.Label>}
          {agents.filter((agent) => !filter.agent.includes(agent.id)).map((agent) => (
            <Menu.Item key={agent.id} onClick={() => toggle('agent', agent.id)} classNames={{ itemLabel: 'clip' }}>{agent.name}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {filter.label.map((label) => (
        <Removable key={label} what={`finding ${label}`} onRemove={() => toggle('label', label)}><Label label={label} /></Removable>
      ))}
      {filter.agent.map((id) => {
        const name = agents.find((agent) => agent.id === id)?.name ?? id;
        return <Removable key={id} what={`agent ${name}`} onRemove={() => toggle('agent', id)}><span className="clip">{name}</span></Removable>;
      })}
      {filter.from && (
        <Removable what="time" onRemove={() => change({ from: '', to: '' })}>
          {moment(filter.from)} – {filter.to ? moment(filter.to) : 'now'}
        </Removable>
      )}
    </div>
  );
});

function Removable({ children, what, onRemove }: { children: React.ReactNode; what: string; onRemove: () => void }) {
  return (
    <span className={css.chip}>
      {children}
      <button type="button" aria-label={`Remove filter: ${what}`} onClick={onRemove}>
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}

function Search({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const settle = useDebouncedCallback(onChange, 250);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput className={css.search} size="xs" type="search" placeholder="Id, agent, model, route" aria-label="Find in exchanges" leftSection={<Icon name="search" size={14} />}
      value={text} onChange={(event) => { setText(event.target.value); settle(event.target.value); }} />
  );
}

const moment = (time: string) => `${axisTime(Date.parse(time), 1e9)}, ${axisTime(Date.parse(time), 0)}`;
