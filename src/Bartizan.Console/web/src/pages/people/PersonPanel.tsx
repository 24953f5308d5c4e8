import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDisable, useEnable, useNewLink } from '../../api/people';
import { usePerson } from '../../api/session';
import type { AccountView, Invitation } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { FactList } from '../../components/FactList';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { SidePanel } from '../../components/SidePanel';
import { Id, Time } from '../../components/Text';
import { isLastAdmin, sourceWord, stateWord, waysWord } from '../../lib/people';
import { roleWord } from '../../lib/words';
import { ChangeRoles } from './ChangeRoles';
import { LinkOnce } from './LinkOnce';
import css from './PersonPanel.module.css';

/** Who is this, and what may they do? */
export function PersonPanel({ account, all, onClose }: { account: AccountView; all: readonly AccountView[]; onClose: () => void }) {
  const last = isLastAdmin(account, all);
  return (
    <SidePanel id={account.id} label="Chosen person" head={account.name} onClose={onClose}>
      <Panel title="Who">
        <FactList facts={[
          ['Name', account.name],
          ['Id', <Id id={account.id} what="account id" />],
          ['State', stateWord(account)],
          ['From', sourceWord(account)],
          ['Signs in with', waysWord(account) || <span className="quiet">nothing yet</span>],
          ['Added', <Time value={account.created} />],
          ['Last seen', account.lastSeen ? <Time value={account.lastSeen} /> : <span className="quiet">never</span>],
          ['Disabled', account.disabled && <Time value={account.disabled} />],
        ]} />
      </Panel>
      <Panel title="What they may do">
        {account.rolesFollow
          ? <p className={css.text}>{account.roles.length === 0 ? 'Nothing now.' : `${account.roles.map((role) => roleWord[role]).join(', ')}.`} {account.source} says so, anew at each sign-in.</p>
          : <ChangeRoles account={account} last={last} />}
      </Panel>
      {account.disabled ? <Enable account={account} /> : (
        <>
          {account.source === null && <SignInLink account={account} />}
          <Disable account={account} last={last} />
        </>
      )}
    </SidePanel>
  );
}

function SignInLink({ account }: { account: AccountView }) {
  const link = useNewLink();
  const [invitation, setInvitation] = useState<Invitation>();
  return (
    <Panel title="Sign-in link">
      <p className={css.text}>
        {account.hasPassword ? 'By a new link they choose a new password; their sessions end when they do.' : 'They have not chosen a password yet.'} A link works
        once, for 15 minutes, and ends those made before.
      </p>
      <Problem error={link.error} />
      <Button variant="default" leftSection={<Icon name="key" size={14} />} loading={link.isPending} onClick={() => link.mutate(account.id, { onSuccess: setInvitation })}>
        Make a new link
      </Button>
      {invitation && <LinkOnce invitation={invitation} onClose={() => setInvitation(undefined)} />}
    </Panel>
  );
}

function Disable({ account, last }: { account: AccountView; last: boolean }) {
  const self = usePerson().id === account.id;
  const disable = useDisable();
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
    disable.reset();
  };
  return (
    <Panel title="Disable">
      <Ending disabled={last} onAsk={() => setAsking(true)}
        text={last ? 'This is the last admin who can sign in. Give the role admin to somebody else first.'
          : 'They cannot sign in; their sessions and links end at once. What they did stays in the record, and they can be enabled again.'}>
        Disable account…
      </Ending>
      {asking && (
        <Confirm title={self ? 'Disable your own account?' : 'Disable this account?'} keep="Keep it" verb="Disable account" error={disable.error} busy={disable.isPending}
          onClose={close} onDo={() => disable.mutate(account.id, { onSuccess: close })}>
          <strong>{account.name}</strong> is signed out everywhere and cannot come back until an admin enables the account.
          {self && ' That is you: only another admin can undo it.'}
        </Confirm>
      )}
    </Panel>
  );
}

function Enable({ account }: { account: AccountView }) {
  const enable = useEnable();
  return (
    <Panel title="Enable">
      <p className={css.text}>{account.ready ? 'They can sign in again as before.' : 'They can then be given a sign-in link.'}</p>
      <Problem error={enable.error} />
      <Button variant="default" loading={enable.isPending} onClick={() => enable.mutate(account.id)}>Enable account</Button>
    </Panel>
  );
}
