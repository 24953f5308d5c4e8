import { ActionIcon, Button, Modal, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useIdentities, useLinkIdentity, useRemoveIdentity } from '../api/signIn';
import { Icon } from '../components/Icon';
import { Problem } from '../components/Problem';
import { Time } from '../components/Text';
import { problemWords } from '../lib/signIn';
import css from './Passkeys.module.css';

/** Who the person is at identity providers. */
export function Identities({ onClose }: { onClose: () => void }) {
  const identities = useIdentities();
  const link = useLinkIdentity();
  const remove = useRemoveIdentity();
  const [password, setPassword] = useState('');
  const problem = problemWords(location.search);
  const leaving = link.isPending || link.isSuccess;
  return (
    <Modal opened onClose={onClose} title="Identities" size={480}>
      {problem && <p className={css.problem} role="alert">{problem}</p>}
      <p className={css.text}>
        {identities.data?.items.length === 0 ? 'You sign in with your password only.' : 'With these you sign in without a password of this console.'}
      </p>
      <ul className={css.keys}>
        {identities.data?.items.map((identity) => (
          <li key={identity.id}>
            <Icon name="person" />
            <span className={css.name}>{identity.provider}</span>
            <span className={css.since}><bdi>{identity.subject}</bdi>, <Time value={identity.linked} /></span>
            {identity.removable && (
              <ActionIcon aria-label={`Remove ${identity.provider}`} loading={remove.isPending} onClick={() => remove.mutate(identity.id)}><Icon name="close" size={14} /></ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <Problem error={remove.error} />
      {identities.data && identities.data.more.length > 0 && (
        <div className={css.form}>
          <PasswordInput label="Your password" description="Linking another way in takes more than an open session." autoComplete="current-password" value={password}
            onChange={(event) => setPassword(event.target.value)} />
          <Problem error={link.error} />
          {identities.data.more.map((provider) => (
            <Button key={provider.name} variant="default" leftSection={<Icon name="plus" size={14} />} loading={leaving && link.variables?.provider === provider.name}
              disabled={password === '' || leaving} onClick={() => link.mutate({ provider: provider.name, password })}>
              Link {provider.title}
            </Button>
          ))}
        </div>
      )}
    </Modal>
  );
}
