import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useEndMandate } from '../../api/mandates';
import type { MandateView } from '../../api/types';
import { Confirm } from '../../components/Confirm';
import { Done } from '../killswitches/Throw';
import css from './Mandates.module.css';

/** Asks before a piece of work is ended. */
export function End({ mandate, onClose }: { mandate: MandateView; onClose: () => void }) {
  const end = useEndMandate(mandate.id);
  const [reason, setReason] = useState('');
  const what = `${mandate.holder}${mandate.purpose ? `: ${mandate.purpose}` : ''}`;
  if (end.data) return <Done answer={end.data.acknowledgement} what={what} onClose={onClose} />;
  return (
    <Confirm title="End this mandate?" keep="Let it go on" verb="End it" error={end.error} busy={end.isPending} onClose={onClose} onDo={() => end.mutate(reason.trim() || 'A person ended it.')}>
      <strong className={css.wrap}>{what}</strong>
      <p className={css.text}>Its tokens end, those of every agent below it too, and what is under way is cut. It cannot be taken up again.</p>
      <TextInput label="Why" description="For the ledger." maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Confirm>
  );
}
