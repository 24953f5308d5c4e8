import { Button } from '@mantine/core';
import { useState } from 'react';
import { useBeginAccount, useConnectedAccounts, useDisconnectAccount } from '../../api/accounts';
import type { ConnectedAccountView } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { FactList } from '../../components/FactList';
import { PageHead, Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Time } from '../../components/Text';
import list from '../../components/ListPage.module.css';
import css from '../connected/Connected.module.css';

const stateWord: Record<ConnectedAccountView['state'], string> = {
  connected: 'Connected', needsReauthorization: 'Needs to be connected again', notConnected: 'Not connected', signInNeeded: 'Sign in with your identity provider', unavailable: 'Cannot be renewed just now',
};

/** The accounts that agents use for the person who looks, and the way to take that back. */
export default function Accounts() {
  const accounts = useConnectedAccounts();
  const items = accounts.data?.items ?? [];
  const waiting = items.filter((item) => item.state === 'needsReauthorization').length;
  return (
    <div className={list.page}>
      <div className={list.head}>
        <PageHead title="My accounts" note={waiting > 0 && `${waiting} to connect again`} />
      </div>
      <div className={list.body}>
        <div className={list.fill}>
          {accounts.isPending ? <SkeletonRows rows={6} height={24} gap={20} />
            : !accounts.data ? <Failed what="My accounts" error={accounts.error} again={() => void accounts.refetch()} />
            : items.length === 0 ? (
              <Empty icon="key" title="No server asks for an account of yours">
                <p>Where a server’s tools work in a person’s own account, it stands here, and agents that act for you use it once you connect it.</p>
              </Empty>
            ) : <div className={css.cards}>{items.map((account) => <Card key={account.server} account={account} />)}</div>}
        </div>
      </div>
    </div>
  );
}

function Card({ account }: { account: ConnectedAccountView }) {
  const begin = useBeginAccount();
  const disconnect = useDisconnectAccount();
  const [asking, setAsking] = useState(false);
  const none = account.state === 'notConnected';
  return (
    <Panel title={account.server}>
      <FactList facts={[
        ['State', stateWord[account.state]],
        ['Why', account.problem],
        ['Account at', account.issuer],
        ['Asks for', account.asks.join(', ')],
        ['May', account.scopes],
        ['Since', account.since && <Time value={account.since} />],
      ]} />
      {account.state !== 'connected' && (
        <>
          <p className={css.text}>You are asked at {account.issuer}. Agents that act for you then use the account there; none of them sees its token.</p>
          <Button loading={begin.isPending} onClick={() => begin.mutate(account.server)}>{none ? 'Connect' : 'Connect again'}</Button>
          <Problem error={begin.error} />
        </>
      )}
      {!none && <Ending text="Disconnecting forgets the token here and asks the other side to forget it too." disabled={disconnect.isPending} onAsk={() => setAsking(true)}>Disconnect</Ending>}
      {asking && (
        <Confirm title={`Disconnect ${account.server}?`} keep="Keep it" verb="Disconnect" error={disconnect.error} busy={disconnect.isPending}
          onDo={() => disconnect.mutate(account.server, { onSuccess: () => setAsking(false) })} onClose={() => setAsking(false)}>
          What agents do for you there stops with their next call.
        </Confirm>
      )}
    </Panel>
  );
}
