import { ActionIcon, Button, Kbd, Menu } from '@mantine/core';
import { Link } from 'wouter';
import { Icon } from '../components/Icon';
import { Mark } from '../components/Mark';
import { rangeOf, ranges } from '../lib/range';
import { useExchangeFilter, useLink, usePath, useRange } from '../lib/url';
import { PersonMenu } from './PersonMenu';
import css from './TopBar.module.css';

/** Pages that look back over a span of time. */
const ranged = ['/', '/exchanges', '/agents'];

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const link = useLink();
  const path = usePath();
  return (
    <header className={css.bar}>
      <Link href={link('/')} className={css.brand} aria-label="Bartizan, to the overview">
        <Mark size={22} />
      </Link>
      <button type="button" className={css.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" />
        <span>Go to a page, an agent, an exchange…</span>
        <Kbd className={css.keys}>{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'}</Kbd>
      </button>
      <span className={css.space} />
      <ActionIcon className={css.find} size={36} aria-label="Search" onClick={onSearch}>
        <Icon name="search" />
      </ActionIcon>
      {ranged.some((place) => place === path) && <RangeMenu />}
      <PersonMenu />
    </header>
  );
}

function RangeMenu() {
  const [range, setRange] = useRange();
  const { filter } = useExchangeFilter();
  const label = filter.from ? 'Chosen time' : rangeOf(range).label;
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="clock" size={14} />} rightSection={<Icon name="down" size={12} />} aria-label={`Time range: ${label}`}>
          <span className={css.long}>{label}</span>
          <span className={css.short}>{filter.from ? '…' : range}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Show</Menu.Label>
        {ranges.map(({ key, label }) => (
          <Menu.Item key={key} onClick={() => setRange(key)} rightSection={key === range && !filter.from ? <Icon name="check" size={14} /> : null}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
