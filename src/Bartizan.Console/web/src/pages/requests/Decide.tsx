import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useApprove, useDeny, usePasskeys } from '../../api/access';
import type { AccessRequestDetail } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { passkeyAddress } from '../../lib/passkey';
import css from './RequestPanel.module.css';

const times = [{ value: '1', label: 'once' }, { value: '3', label: '3 times' }, { value: '10', label: '10 times' }];
const spans = [{ value: '5', label: '5 minutes' }, { value: '15', label: '15 minutes' }, { value: '60', label: '1 hour' }, { value: '480', label: '8 hours' }];

/** Yes, signed with a passkey; or no. */
export function Decide({ detail }: { detail: AccessRequestDetail }) {
  const approve = useApprove(detail.request.id);
  const passkeys = usePasskeys(true);
  const [uses, setUses] = useState('1');
  const [minutes, setMinutes] = useState('15');
  const elsewhere = passkeyAddress(location);
  const none = passkeys.data?.items.every((key) => key.host !== location.hostname) ?? false;
  return (
    <>
      <Panel title="Approve" note={detail.request.needs > 1 ? `${detail.request.needs} different people are needed` : undefined}>
        {elsewhere ? <p className={css.text}>Browsers bind passkeys to host names. <a href={elsewhere}>Open this page under localhost</a> to approve.</p>
          : none && <p className={css.text}>You have no passkey yet. Make one under your name, at Passkeys.</p>}
        <div className={css.choices}>
          <NativeSelect label="How often" data={times} value={uses} onChange={(event) => setUses(event.target.value)} />
          <NativeSelect label="Within" data={spans} value={minutes} onChange={(event) => setMinutes(event.target.value)} />
        </div>
        <Problem error={approve.error} />
        <Button leftSection={<Icon name="key" size={14} />} disabled={elsewhere !== null || none} loading={approve.isPending}
          onClick={() => approve.mutate({ digest: detail.digest, uses: Number(uses), minutes: Number(minutes) })}>
          Approve with passkey
        </Button>
      </Panel>
      <Deny detail={detail} />
    </>
  );
}

function Deny({ detail }: { detail: AccessRequestDetail }) {
  const deny = useDeny(detail.request.id);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const close = () => {
    setAsking(false);
    deny.reset();
  };
  return (
    <Panel title="Deny">
      <Ending disabled={false} onAsk={() => setAsking(true)} text="The agent is told, and nobody is asked for the same call again before the request's time is over.">
        Deny…
      </Ending>
      {asking && (
        <Confirm title="Deny this call?" keep="Leave it open" verb="Deny" error={deny.error} busy={deny.isPending} onClose={close} onDo={() => deny.mutate(reason, { onSuccess: close })}>
          <strong>{detail.request.resource}</strong> for {detail.request.agent}.
          <TextInput className={css.reason} label="Why" description="For those who look at it later." maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Confirm>
      )}
    </Panel>
  );
}
