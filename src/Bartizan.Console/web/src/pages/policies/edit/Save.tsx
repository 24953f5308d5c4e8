import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useSavePolicies } from '../../../api/policies';
import { Check } from '../../../components/Check';
import { Problem } from '../../../components/Problem';
import type { Draft } from './drafts';
import css from './Editor.module.css';

/** Saves a reviewed draft: why, and where something is newly allowed that this is meant. */
export function Save({ id, draft, review, widens, onClose, onSaved }: { id: string; draft: Draft; review: string; widens: string[]; onClose: () => void; onSaved: () => void }) {
  const [reason, setReason] = useState('');
  const [accepted, setAccepted] = useState(false);
  const save = useSavePolicies();
  const submit = () => save.mutate({ draft: { file: id, text: draft.text }, version: draft.version, review, acceptWidening: accepted, reason }, { onSuccess: onSaved });
  return (
    <Modal opened onClose={onClose} title={`Save ${id}`} size={520}>
      <form className={css.add} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <p>Gateways follow within a second or two. Your name, the reason, and the digests of the text before and after stand in the ledger.</p>
        <Textarea label="Why" description="For whoever reads the ledger." rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} data-autofocus />
        {widens.length > 0 && (
          <div>
            <p><strong>Something is newly allowed, or may be:</strong></p>
            <ul className={css.widens}>{widens.map((why) => <li key={why}>{why}</li>)}</ul>
            <div className={css.accept}><Check label="I have looked at it, and it is meant." checked={accepted} onChange={setAccepted} /></div>
          </div>
        )}
        <Problem error={save.error} />
        <div className={css.addButtons}>
          <Button variant="default" onClick={onClose}>Go on editing</Button>
          <Button type="submit" loading={save.isPending} disabled={reason.trim() === '' || (widens.length > 0 && !accepted)}>Save policies</Button>
        </div>
      </form>
    </Modal>
  );
}
