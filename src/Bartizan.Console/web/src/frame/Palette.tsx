import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client';
import { useAgents } from '../api/agents';
import { Icon, type IconName } from '../components/Icon';
import { VerdictShape } from '../components/Verdict';
import { ago, middle } from '../lib/format';
import { useLink } from '../lib/url';
import { chooseTheme } from '../theme/theme';
import { useLoop } from './places';
import css from './Palette.module.css';
import type { Verdict } from '../api/types';

interface Entry {
  key: string;
  group: string;
  name: string;
  note?: string;
  icon?: IconName;
  verdict?: Verdict;
  run: () => void;
}

/** Goes anywhere: pages, agents, exchanges. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(text, onClose);
  const chosen = Math.min(at, Math.max(0, entries.length - 1));
  const id = useId();
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const onKey = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && entries.length > 0) {
      event.preventDefault();
      setAt((chosen + step + entries.length) % entries.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      entries[chosen]?.run();
    }
  };

  return (
    <Modal opened onClose={onClose} withCloseButton={false} centered={false} yOffset="12vh" size={560} padding={0} title="Go to" classNames={{ header: 'unseen' }}>
      <div className={css.field}>
        <Icon name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries[chosen] ? `${id}-${chosen}` : undefined}
          aria-label="Go to a page, an agent or an exchange"
          placeholder="A page, an agent, an exchange id…"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className={css.list}>
        {entries.map((entry, index) => (
          <li key={entry.key} role="presentation">
            {entries[index - 1]?.group !== entry.group && <span className={css.group}>{entry.group}</span>}
            <div id={`${id}-${index}`} role="option" aria-selected={index === chosen} className={css.entry} onMouseMove={() => setAt(index)} onClick={entry.run}>
              {entry.verdict ? <VerdictShape verdict={entry.verdict} /> : <Icon name={entry.icon ?? 'right'} />}
              <span className="clip">{entry.name}</span>
              {entry.note && <span className={css.note}>{entry.note}</span>}
            </div>
          </li>
        ))}
      </ul>
      {entries.length === 0 && <p className={css.none}>Nothing by that name among pages, agents and recent exchanges.</p>}
    </Modal>
  );
}

function useEntries(text: string, close: () => void): Entry[] {
  const [, go] = useLocation();
  const link = useLink();
  const [settled] = useDebouncedValue(text.trim(), 150);
  const places = useLoop().flatMap((group) => group.places);
  const agents = useAgents('24h');
  const exchanges = useQuery({
    queryKey: ['find-exchanges', settled],
    queryFn: ({ signal }) => api.get('/api/exchanges', { q: settled, limit: 6 }, signal),
    enabled: settled.length >= 2,
    staleTime: 10_000,
  });

  const wanted = text.trim().toLowerCase();
  const fits = (...values: string[]) => values.some((value) => value.toLowerCase().includes(wanted));
  const to = (href: string) => () => {
    close();
    go(href);
  };

  const entries: Entry[] = [];
  if (/^exc_[0-9a-z]{26}$/.test(wanted)) {
    entries.push({ key: 'exact', group: 'Exchange', name: wanted, icon: 'exchanges', run: to(`/exchanges/${wanted}`) });
  }
  for (const place of places) {
    if (fits(place.name)) entries.push({ key: place.path, group: 'Pages', name: place.name, icon: place.icon, run: to(link(place.path)) });
  }
  for (const agent of (agents.data?.items ?? []).filter((agent) => wanted && fits(agent.name, agent.id, agent.owner)).slice(0, 6)) {
    entries.push({ key: agent.id, group: 'Agents', name: agent.name, note: agent.revoked ? 'revoked' : agent.owner, icon: 'agents', run: to(link('/agents', { agent: agent.id })) });
  }
  if (settled && settled.toLowerCase() === wanted) {
    for (const row of exchanges.data?.items ?? []) {
      entries.push({
        key: row.id, group: 'Exchanges', verdict: row.verdict, run: to(`/exchanges/${row.id}`),
        name: `${middle(row.id)}  ${row.agent?.name ?? 'unknown key'}`, note: ago(Date.parse(row.time), Date.now()),
      });
    }
    entries.push({ key: 'all', group: 'Exchanges', name: `All exchanges with “${text.trim()}”`, icon: 'filter', run: to(link('/exchanges', { q: text.trim() })) });
  }
  for (const [name, icon] of [['light', 'sun'], ['dark', 'moon']] as const) {
    if (wanted && fits(`theme ${name}`)) {
      entries.push({ key: name, group: 'Actions', name: `Theme: ${name}`, icon, run: () => { chooseTheme(name); close(); } });
    }
  }
  return entries;
}
