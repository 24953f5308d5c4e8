import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAddAgent } from '../../api/agents';
import { ApiError } from '../../api/client';
import { usePerson } from '../../api/session';
import type { AgentAdded } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Problem } from '../../components/Problem';
import { Snippet } from '../../components/Text';
import { parseTags } from '../../lib/tags';
import { BaseUrl } from './BaseUrl';
import css from './AddAgent.module.css';

export function AddAgent({ onClose }: { onClose: () => void }) {
  const [added, setAdded] = useState<AgentAdded>();
  return (
    <Modal opened onClose={onClose} title={added ? 'The agent’s key' : 'Add an agent'} size={520} closeOnClickOutside={!added} closeOnEscape={!added}>
      {added ? <Key added={added} onClose={onClose} /> : <Form onAdded={setAdded} onClose={onClose} />}
    </Modal>
  );
}

function Form({ onAdded, onClose }: { onAdded: (added: AgentAdded) => void; onClose: () => void }) {
  const person = usePerson();
  const [name, setName] = useState('');
  const [owner, setOwner] = useState(person.name);
  const [tags, setTags] = useState('');
  const add = useAddAgent();
  const where = add.error instanceof ApiError ? add.error.problem.where : null;
  const parsed = parseTags(tags);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.tags) add.mutate({ name: name.trim(), owner: owner.trim(), tags: parsed.tags }, { onSuccess: onAdded });
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput label="Name" description="As it will stand in every list, such as support-copilot." required withAsterisk={false} maxLength={100} data-autofocus value={name}
        error={where === 'name' ? add.error?.message : undefined} onChange={(event) => setName(event.target.value)} />
      <TextInput label="Owner" description="Who answers for what it does." required withAsterisk={false} maxLength={200} value={owner} onChange={(event) => setOwner(event.target.value)} />
      <Textarea label="Tags" description="One key=value a line; policies can test them. May be empty." autosize={false} rows={2} placeholder="team=support" value={tags}
        error={parsed.error} onChange={(event) => setTags(event.target.value)} classNames={{ input: 'mono' }} />
      {where !== 'name' && <Problem error={add.error} />}
      <div className={css.buttons}>
        <Button variant="default" onClick={onClose}>Cancel</Button>
        <Button type="submit" loading={add.isPending} disabled={!name.trim() || !owner.trim() || !parsed.tags}>Add agent</Button>
      </div>
    </form>
  );
}

function Key({ added, onClose }: { added: AgentAdded; onClose: () => void }) {
  return (
    <div className={css.form}>
      <p className={css.once}>
        <Icon name="key" /> This is the only time the key of <strong className={css.wrap}>{added.agent.name}</strong> is shown. Only a hash of it is kept.
      </p>
      <Snippet text={added.key} label="key" wrap />
      <h3>Let the agent use it</h3>
      <BaseUrl agentKey={added.key} />
      <div className={css.buttons}>
        <Button onClick={onClose}>I have stored it</Button>
      </div>
    </div>
  );
}
