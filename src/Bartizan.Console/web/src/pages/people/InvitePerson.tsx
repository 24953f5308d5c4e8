import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../api/client';
import { useInvite } from '../../api/people';
import type { Invitation, Role } from '../../api/types';
import { Problem } from '../../components/Problem';
import { LinkOnce } from './LinkOnce';
import { RolePicker } from './RolePicker';
import css from './InvitePerson.module.css';

export function InvitePerson({ onClose }: { onClose: () => void }) {
  const [invitation, setInvitation] = useState<Invitation>();
  if (invitation) return <LinkOnce invitation={invitation} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title="Invite a person" size={520}>
      <Form onInvited={setInvitation} onClose={onClose} />
    </Modal>
  );
}

function Form({ onInvited, onClose }: { onInvited: (invitation: Invitation) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<Role[]>([]);
  const invite = useInvite();
  const where = invite.error instanceof ApiError ? invite.error.problem.where : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (roles.length > 0) invite.mutate({ name: name.trim(), roles }, { onSuccess: onInvited });
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <TextInput label="Name" description="They sign in with it: letters, digits, dots, dashes, underscores or @. It cannot be changed." required withAsterisk={false}
        minLength={2} maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} data-autofocus value={name}
        error={where === 'name' ? invite.error?.message : undefined} onChange={(event) => setName(event.target.value)} />
      <RolePicker value={roles} onChange={setRoles} />
      {where !== 'name' && <Problem error={invite.error} />}
      <div className={css.buttons}>
        <Button variant="default" onClick={onClose}>Cancel</Button>
        <Button type="submit" loading={invite.isPending} disabled={name.trim().length < 2 || roles.length === 0}>Make sign-in link</Button>
      </div>
    </form>
  );
}
