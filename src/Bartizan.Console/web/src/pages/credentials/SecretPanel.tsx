import { Button, Modal, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useRemoveSecret, useRotateSecret } from '../../api/secrets';
import { useMay } from '../../api/session';
import type { SecretView } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { SidePanel } from '../../components/SidePanel';
import { Time } from '../../components/Text';
import { stateOf } from './columns';
import css from './SecretForm.module.css';

/** Where may this secret go, how old is it, and is it time for a new value? */
export function SecretPanel({ secret, onClose }: { secret: SecretView; onClose: () => void }) {
  const may = useMay('manageSecrets');
  const [asking, setAsking] = useState<'rotate' | 'remove'>();
  return (
    <SidePanel id={secret.name} label="Chosen secret" head={secret.name} onClose={onClose}>
      <Panel title="What it is for">
        <FactList facts={[
          ['State', stateOf(secret)],
          ['Hosts', secret.hosts.join(', ')],
          ['Header', secret.header],
          ['Owner', secret.owner],
          ['Version', String(secret.version)],
          ['Added', <Time value={secret.created} />],
          ['Value since', <Time value={secret.rotated} />],
          ['Last used', secret.used ? <Time value={secret.used} /> : 'never'],
          ['Removed', secret.removed && <Time value={secret.removed} />],
        ]} />
      </Panel>
      {!secret.removed && (
        <>
          <Panel title="Give it a new value">
            <Ending disabled={!may} onAsk={() => setAsking('rotate')} text="Every request carries the new value from then on; the old one is forgotten.">Rotate…</Ending>
          </Panel>
          <Panel title="Remove it">
            <Ending disabled={!may} onAsk={() => setAsking('remove')} text="Requests that need it are refused from then on.">Remove…</Ending>
          </Panel>
        </>
      )}
      {asking === 'rotate' && <Rotate name={secret.name} onClose={() => setAsking(undefined)} />}
      {asking === 'remove' && <Remove name={secret.name} onClose={() => setAsking(undefined)} />}
    </SidePanel>
  );
}

function Rotate({ name, onClose }: { name: string; onClose: () => void }) {
  const rotate = useRotateSecret();
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rotate.mutate({ name, value }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`A new value for ${name}`} size={440}>
      <form className={css.form} onSubmit={submit} autoComplete="off">
        <PasswordInput label="Secret" description="Paste it. Nobody, you included, can read it here again." data-autofocus value={value} autoComplete="new-password" onChange={(event) => setValue(event.target.value)} />
        <Problem error={rotate.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={rotate.isPending} disabled={!value}>Rotate</Button>
        </div>
      </form>
    </Modal>
  );
}

function Remove({ name, onClose }: { name: string; onClose: () => void }) {
  const remove = useRemoveSecret();
  return (
    <Confirm title={`Remove ${name}?`} keep="Keep it" verb="Remove" error={remove.error} busy={remove.isPending} onClose={onClose} onDo={() => remove.mutate(name, { onSuccess: onClose })}>
      Its value is forgotten. Upstreams that configuration gives it to can no longer be asked.
    </Confirm>
  );
}
