import { Button, Modal, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../api/client';
import { useAddSecret } from '../../api/secrets';
import { usePerson } from '../../api/session';
import { Problem } from '../../components/Problem';
import css from './SecretForm.module.css';

/** Takes a secret in. It is never shown again. */
export function AddSecret({ onClose }: { onClose: () => void }) {
  const person = usePerson();
  const add = useAddSecret();
  const [name, setName] = useState('');
  const [owner, setOwner] = useState(person.name);
  const [hosts, setHosts] = useState('');
  const [header, setHeader] = useState('Authorization');
  const [value, setValue] = useState('');
  const where = add.error instanceof ApiError ? add.error.problem.where : null;
  const wrong = (field: string) => (where === field ? add.error?.message : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name: name.trim(), owner: owner.trim(), hosts: hosts.split(/\s+/).filter(Boolean), header: header.trim(), value }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title="Add a secret" size={520}>
      <form className={css.form} onSubmit={submit} autoComplete="off">
        <TextInput label="Name" description="In bartizan.yaml: credential: secret:name." required withAsterisk={false} maxLength={64} data-autofocus value={name}
          error={wrong('name')} onChange={(event) => setName(event.target.value)} />
        <TextInput label="Owner" description="Who answers for it." required withAsterisk={false} maxLength={200} value={owner} error={wrong('owner')} onChange={(event) => setOwner(event.target.value)} />
        <Textarea label="Hosts" description="It is sent to these and to no others, one a line, with a port where it is not the usual one." rows={2} placeholder="api.example.com" required withAsterisk={false}
          value={hosts} error={wrong('hosts')} onChange={(event) => setHosts(event.target.value)} classNames={{ input: 'mono' }} />
        <TextInput label="Header" description="Authorization carries a bearer token; or x-api-key, or Authorization: Basic." required withAsterisk={false} value={header}
          onChange={(event) => setHeader(event.target.value)} classNames={{ input: 'mono' }} />
        <PasswordInput label="Secret" description="Paste it. Nobody, you included, can read it here again." required withAsterisk={false} value={value} autoComplete="new-password"
          error={wrong('value')} onChange={(event) => setValue(event.target.value)} />
        {!['name', 'owner', 'hosts', 'value'].includes(where ?? '') && <Problem error={add.error} />}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={add.isPending} disabled={!name.trim() || !owner.trim() || !hosts.trim() || !header.trim() || !value}>Add secret</Button>
        </div>
      </form>
    </Modal>
  );
}
