import { Autocomplete, Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAgents } from '../../api/agents';
import { ApiError } from '../../api/client';
import { useThrow } from '../../api/killSwitches';
import { useTools } from '../../api/tools';
import type { Acknowledgement, KillKind } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Problem } from '../../components/Problem';
import { killKinds, kindWord, nameHint } from '../../lib/killSwitches';
import { toolId } from '../../lib/tools';
import css from './Throw.module.css';

/** Stops something, and stays until the gateway has said that it does. */
export function Throw({ kind: first = 'agent', name: named = '', onClose }: { kind?: KillKind; name?: string; onClose: () => void }) {
  const [kind, setKind] = useState<KillKind>(first);
  const [name, setName] = useState(named);
  const [reason, setReason] = useState('');
  const agents = useAgents('24h').data?.items.filter((agent) => !agent.revoked) ?? [];
  const tools = useTools().data?.items ?? [];
  const stop = useThrow();
  const where = stop.error instanceof ApiError ? stop.error.problem.where : null;
  const known = {
    agent: agents.map((agent) => agent.name),
    system: agents.flatMap((agent) => agent.tags['system'] ?? []),
    tool: tools.map(toolId),
    server: tools.map((tool) => tool.server),
    model: [], work: [], everything: [],
  }[kind];
  const target = kind === 'everything' ? '*' : kind === 'agent' ? (agents.find((agent) => agent.name === name)?.id ?? name) : name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    stop.mutate({ kind, target, reason: reason.trim() });
  };
  if (stop.data) return <Done answer={stop.data.acknowledgement} what={kind === 'everything' ? 'Everything' : `${kindWord[kind]} ${name}`} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title="Stop something now" size={520}>
      <form className={css.form} onSubmit={submit}>
        <NativeSelect label="What" value={kind} onChange={(event) => { setKind(event.target.value as KillKind); setName(''); }}
          data={killKinds.map((value) => ({ value, label: kindWord[value] }))} />
        {kind !== 'everything' && (
          <Autocomplete label="Which" description={nameHint[kind]} data={[...new Set(known)]} value={name} onChange={setName} limit={50} maxLength={512} classNames={{ option: css.option }}
            required withAsterisk={false} data-autofocus error={where === 'target' || where === 'id' ? stop.error?.message : undefined} />
        )}
        <Textarea label="Why" description="For the ledger, and whoever looks after it." rows={2} maxLength={500} required withAsterisk={false} value={reason}
          onChange={(event) => setReason(event.target.value)} />
        <p className={css.text}>
          New exchanges are refused, those under way are cut, and tokens issued until now never count again, also once it is lifted.
        </p>
        {where !== 'target' && where !== 'id' && <Problem error={stop.error} />}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" className={css.do} loading={stop.isPending} disabled={!target || !reason.trim()} leftSection={<Icon name="stop" size={14} />}>Stop it now</Button>
        </div>
      </form>
    </Modal>
  );
}

/** What came of it; a gateway that did not answer is no small print. */
export function Done({ answer, what, lifted = false, onClose }: { answer: Acknowledgement; what: string; lifted?: boolean; onClose: () => void }) {
  const followed = answer === 'followed';
  return (
    <Modal opened onClose={onClose} title={lifted ? 'It may go on' : followed ? 'Stopped' : 'Not confirmed'} size={440}>
      <div className={css.form} role="status">
        <p className={css.answer} data-followed={followed}>
          <Icon name={followed ? 'check' : 'alert'} /> <strong className={css.wrap}>{what}</strong>
        </p>
        <p className={css.text}>
          {followed && lifted ? 'The gateway lets it in again. Its tokens from before stay dead.'
            : followed ? 'The gateway has confirmed it: nothing of it passes any more, and what was under way was cut.'
            : 'It is written down, but the gateway has not confirmed it. It lets nobody in once it could not read the store for ten seconds; end its process to be sure.'}
        </p>
        <div className={css.buttons}><Button onClick={onClose} data-autofocus>Close</Button></div>
      </div>
    </Modal>
  );
}
