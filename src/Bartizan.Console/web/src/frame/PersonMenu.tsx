import { Button, Menu } from '@mantine/core';
import { api } from '../api/client';
import { useMeta } from '../api/meta';
import { useMay, usePerson, useTakeSession } from '../api/session';
import { Icon, type IconName } from '../components/Icon';
import { roleWord } from '../lib/words';
import { chooseTheme, useTheme, type Theme } from '../theme/theme';
import { useParam } from '../lib/url';
import { Identities } from './Identities';
import { Passkeys } from './Passkeys';
import css from './PersonMenu.module.css';

const themes: { key: Theme; label: string; icon: IconName }[] = [
  { key: 'light', label: 'Light', icon: 'sun' },
  { key: 'dark', label: 'Dark', icon: 'moon' },
  { key: 'auto', label: 'As the system', icon: 'screen' },
];

export function PersonMenu() {
  const person = usePerson();
  const theme = useTheme();
  const meta = useMeta();
  const take = useTakeSession();
  const leave = async () => {
    const session = await api.post('/api/session/sign-out', undefined);
    take(session);
    if (session.signOutAt) location.assign(session.signOutAt);
  };
  const [dialog, setDialog] = useParam('dialog');
  const may = useMay('approveAccess');
  return (
    <>
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button variant="subtle" color="gray" className={css.person} leftSection={<Icon name="person" />} aria-label={`Person: ${person.name}`}>
          <span className={css.name}>{person.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={css.who}>
          <strong className="clip">{person.name}</strong>
          <span>{person.roles.map((role) => roleWord[role]).join(', ')}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        {themes.map(({ key, label, icon }) => (
          <Menu.Item key={key} closeMenuOnClick={false} leftSection={<Icon name={icon} />} onClick={() => chooseTheme(key)}
            rightSection={key === theme ? <Icon name="check" size={14} /> : null} aria-checked={key === theme} role="menuitemradio">
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {may && <Menu.Item leftSection={<Icon name="key" />} onClick={() => setDialog('passkeys')}>Passkeys…</Menu.Item>}
        <Menu.Item leftSection={<Icon name="person" />} onClick={() => setDialog('identities')}>Identities…</Menu.Item>
        <Menu.Item leftSection={<Icon name="leave" />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
        {meta.data && <div className={css.version}>Bartizan {meta.data.version}</div>}
      </Menu.Dropdown>
    </Menu>
    {dialog === 'identities' && <Identities onClose={() => setDialog('')} />}
    {may && dialog === 'passkeys' && <Passkeys onClose={() => setDialog('')} />}
    </>
  );
}
