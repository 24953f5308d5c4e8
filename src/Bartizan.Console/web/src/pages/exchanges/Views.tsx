import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { memo, useState, type FormEvent } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Icon } from '../../components/Icon';
import { useLink } from '../../lib/url';
import { givenViews, readViews, viewQuery, writeViews, type View } from '../../lib/views';
import css from './Views.module.css';

/** Ways of looking at the list: given ones, and those this person kept in this browser. */
export const Views = memo(function Views() {
  const [, go] = useLocation();
  const link = useLink();
  const query = viewQuery(useSearch());
  const [own, setOwn] = useState(() => readViews(localStorage));
  const [name, setName] = useState('');
  const current = [...givenViews, ...own].find((view) => view.query === query);
  const keep = (views: View[]) => {
    setOwn(views);
    writeViews(localStorage, views);
  };
  const open = (view: View) => {
    const target = link('/exchanges');
    go(view.query ? `${target}${target.includes('?') ? '&' : '?'}${view.query}` : target);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) keep([...own.filter((view) => view.name !== name.trim()), { name: name.trim(), query }]);
    setName('');
  };
  const item = (view: View) => (
    <Menu.Item key={view.name} onClick={() => open(view)} rightSection={view === current ? <Icon name="check" size={14} /> : null}>{view.name}</Menu.Item>
  );
  return (
    <Menu position="bottom-start" width={230}>
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="down" size={12} />} aria-label={`View: ${current?.name ?? 'own filters'}`}>{current?.name ?? 'View'}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {givenViews.map(item)}
        {own.length > 0 && <Menu.Label>Kept in this browser</Menu.Label>}
        {own.map((view) => (
          <div key={view.name} className={css.own}>
            {item(view)}
            <ActionIcon aria-label={`Forget view ${view.name}`} onClick={() => keep(own.filter((other) => other !== view))}><Icon name="close" size={12} /></ActionIcon>
          </div>
        ))}
        {!current && (
          <form className={css.save} onSubmit={save}>
            <TextInput size="xs" aria-label="Name of this view" placeholder="Name of this view" maxLength={40} value={name} onChange={(event) => setName(event.target.value)}
              onKeyDown={(event) => event.stopPropagation()} />
            <Button type="submit" disabled={!name.trim()}>Keep</Button>
          </form>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});
