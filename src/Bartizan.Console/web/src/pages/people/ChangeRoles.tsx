import { Button } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useChangeRoles } from '../../api/people';
import { usePerson } from '../../api/session';
import type { AccountView, Role } from '../../api/types';
import { Confirm } from '../../components/Confirm';
import { Problem } from '../../components/Problem';
import { RolePicker } from './RolePicker';
import css from './ChangeRoles.module.css';

/** Roles are chosen, then saved; giving up one's own role of admin is asked about, for it cannot be taken back alone. */
export function ChangeRoles({ account, last }: { account: AccountView; last: boolean }) {
  const self = usePerson().id === account.id;
  const change = useChangeRoles();
  const [draft, setDraft] = useState<Role[]>();
  const [asking, setAsking] = useState(false);
  const chosen = draft ?? account.roles;
  const changed = draft !== undefined && draft.join() !== account.roles.join();
  const save = () => change.mutate({ id: account.id, roles: chosen }, { onSuccess: () => setDraft(undefined), onSettled: () => setAsking(false) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (self && account.roles.includes('admin') && !chosen.includes('admin')) setAsking(true);
    else save();
  };
  const choose = (roles: Role[]) => {
    change.reset();
    setDraft(roles);
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <RolePicker value={chosen} onChange={choose} keepAdmin={last} />
      <Problem error={change.error} />
      <div className={css.buttons}>
        <Button type="submit" variant={changed ? 'filled' : 'default'} disabled={!changed || chosen.length === 0} loading={change.isPending && !asking}>Save roles</Button>
        {changed && <Button variant="default" onClick={() => choose(account.roles)}>Undo</Button>}
        <span role="status" className={css.said}>
          {chosen.length === 0 ? 'At least one is needed.' : change.isSuccess && !changed ? 'Saved; it holds from their next request on.' : ''}
        </span>
      </div>
      {asking && (
        <Confirm title="Give up your role of admin?" keep="Stay admin" verb="Give it up" error={null} busy={change.isPending} onClose={() => setAsking(false)} onDo={save}>
          You could then not open this page any more, and only another admin could give the role back to you.
        </Confirm>
      )}
    </form>
  );
}
