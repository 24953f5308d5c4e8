import { ActionIcon, Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAddPasskey, usePasskeys, useRemovePasskey } from '../api/access';
import { usePerson } from '../api/session';
import { useProve } from '../api/signIn';
import { Icon } from '../components/Icon';
import { Problem } from '../components/Problem';
import { Time } from '../components/Text';
import { useNow } from '../lib/now';
import { passkeyAddress } from '../lib/passkey';
import { problemWords } from '../lib/signIn';
import css from './Passkeys.module.css';

/** The person's own keys to approve with. */
export function Passkeys({ onClose }: { onClose: () => void }) {
  const passkeys = usePasskeys(true);
  const add = useAddPasskey();
  const remove = useRemovePasskey();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const elsewhere = passkeyAddress(location);
  const person = usePerson();
  const prove = useProve();
  const now = useNow();
  const proven = person.provenUntil !== null && Date.parse(person.provenUntil) > now;
  const problem = problemWords(location.search);
  const make = () => add.mutate({ name: name.trim() || 'passkey', password }, {
    onSuccess: () => {
      setName('');
      setPassword('');
    },
  });
  return (
    <Modal opened onClose={onClose} title="Passkeys" size={480}>
      {problem && <p className={css.problem} role="alert">{problem}</p>}
      <p className={css.text}>With a passkey you sign what you approve. It says no more than that: you still sign in as before.</p>
      <ul className={css.keys}>
        {passkeys.data?.items.map((key) => (
          <li key={key.id}>
            <Icon name="key" />
            <span className={css.name}>{key.name}</span>
            <span className={css.since}>{key.host ?? 'command line'}, <Time value={key.created} /></span>
            <ActionIcon aria-label={`Remove ${key.name}`} loading={remove.isPending} onClick={() => remove.mutate(key.id)}><Icon name="close" size={14} /></ActionIcon>
          </li>
        ))}
      </ul>
      {elsewhere ? <p className={css.text}>Browsers bind passkeys to host names. <a href={elsewhere}>Open this page under localhost</a> to make one.</p>
        : !person.hasPassword && !proven ? (
          <div className={css.form}>
            <p className={css.text}>Making one takes more than an open session. Sign in anew at your identity provider; then you have five minutes.</p>
            <Problem error={prove.error} />
            <Button variant="default" leftSection={<Icon name="open" size={14} />} loading={prove.isPending || prove.isSuccess} onClick={() => prove.mutate()}>Sign in anew</Button>
          </div>
        ) : (
        <form className={css.form} onSubmit={(event) => {
          event.preventDefault();
          make();
        }}>
          <TextInput label="Name" description="So that you know it among others." maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
          {person.hasPassword && <PasswordInput label="Your password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />}
          <Problem error={add.error ?? remove.error} />
          <Button type="submit" loading={add.isPending} disabled={person.hasPassword && password === ''} leftSection={<Icon name="plus" size={14} />}>Make a passkey</Button>
        </form>
      )}
    </Modal>
  );
}
