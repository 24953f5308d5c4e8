import { Button, Modal, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAccept, useDecline } from '../../api/reviews';
import { useMay } from '../../api/session';
import type { ProposalView } from '../../api/types';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { SidePanel } from '../../components/SidePanel';
import { Time } from '../../components/Text';
import { change } from '../../lib/reviews';
import css from './Reviews.module.css';

/** What would this blueprint lose, and would anybody miss it? */
export function ProposalPanel({ proposal, onClose }: { proposal: ProposalView; onClose: () => void }) {
  const answers = useMay('answerReviews');
  const accept = useAccept(proposal.id);
  const [declining, setDeclining] = useState(false);
  const may = answers && proposal.isMine;
  return (
    <SidePanel id={proposal.id} label="Chosen proposal" head={`${proposal.name}, narrower`} onClose={onClose}>
      <Panel title="What changes">
        <ul className={css.changes}>
          {proposal.changes.map((narrowed) => {
            const { gone, instead } = change(narrowed);
            return (
              <li key={narrowed.setting + narrowed.entry}>
                <del>{gone}</del>
                {instead.map((name) => <ins key={name}>{name}</ins>)}
              </li>
            );
          })}
        </ul>
        <p className={css.text}>None of this was used since <Time value={proposal.from} />.</p>
      </Panel>
      <Panel title="Tried on what was recorded" note={proposal.since ? <>since <Time value={proposal.since} /></> : undefined}>
        <p className={css.trial} data-breaks={proposal.refused > 0}>
          <strong>{proposal.refused.toLocaleString('en')}</strong> of {proposal.passed.toLocaleString('en')} recorded uses would be refused.
        </p>
        {proposal.examples.map((example) => <p key={example} className={css.note}>{example}</p>)}
      </Panel>
      <Panel title={proposal.state === 'open' ? 'Decide' : 'Decided'} note={proposal.isMine ? undefined : <>asked: <bdi>{proposal.owner}</bdi></>}>
        {proposal.state === 'open' ? (
          <>
            <p className={css.text}>Accepted, it is the blueprint’s next version at once. Without an answer it ends <Time value={proposal.until} />.</p>
            <Problem error={accept.error} />
            <div className={css.row}>
              <Button disabled={!may} loading={accept.isPending} onClick={() => accept.mutate('')}>Accept</Button>
              <Button variant="default" disabled={!may} onClick={() => setDeclining(true)}>Decline…</Button>
            </div>
          </>
        ) : (
          <FactList facts={[['State', proposal.state], ['By', proposal.by], ['When', proposal.at && <Time value={proposal.at} />], ['Why', proposal.reason]]} />
        )}
      </Panel>
      {declining && <Decline proposal={proposal} onClose={() => setDeclining(false)} />}
    </SidePanel>
  );
}

function Decline({ proposal, onClose }: { proposal: ProposalView; onClose: () => void }) {
  const decline = useDecline(proposal.id);
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decline.mutate(reason, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`Leave ${proposal.name} as it is?`} size={440}>
      <form className={css.form} onSubmit={submit}>
        <Textarea label="Why" description="For the ledger. It is not proposed again for a while." autosize minRows={2} maxLength={500} data-autofocus value={reason}
          onChange={(event) => setReason(event.target.value.replace(/\n/g, ' '))} />
        <Problem error={decline.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>Not now</Button>
          <Button type="submit" loading={decline.isPending} disabled={!reason.trim()}>Decline</Button>
        </div>
      </form>
    </Modal>
  );
}
