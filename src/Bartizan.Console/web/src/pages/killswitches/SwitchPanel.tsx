import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLift } from '../../api/killSwitches';
import { useMay } from '../../api/session';
import type { KillSwitchView } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { SidePanel } from '../../components/SidePanel';
import { Id, Time } from '../../components/Text';
import { kindWord, switchId } from '../../lib/killSwitches';
import { State } from './columns';
import { Done, Throw } from './Throw';
import css from './Throw.module.css';

/** What does this switch stop, and may it go on? */
export function SwitchPanel({ item, onClose }: { item: KillSwitchView; onClose: () => void }) {
  const may = useMay('useKillSwitches');
  const [asking, setAsking] = useState(false);
  const everything = item.kind === 'everything';
  return (
    <SidePanel id={switchId(item)} label="Chosen kill switch" head={everything ? kindWord.everything : item.name} onClose={onClose}>
      <Panel title="What it stops">
        <FactList facts={[
          ['What', kindWord[item.kind]],
          ['Name', !everything && <span className={css.wrap}>{item.name}</span>],
          ['Id', item.kind === 'agent' && <Id id={item.target} what="agent id" />],
          ['State', <State thrown={item.thrown} />],
          ['Why', item.reason],
          [item.thrown ? 'Stopped' : 'Lifted', <>by {item.by}, <Time value={item.at} /></>],
          ['Tokens dead', <>those issued until <Time value={item.epoch} /></>],
        ]} />
      </Panel>
      {item.thrown ? (
        <Panel title="Let it go on">
          <Ending disabled={!may} onAsk={() => setAsking(true)} text="It is let in again at once. Tokens that were issued before it was stopped stay dead.">Lift…</Ending>
        </Panel>
      ) : (
        <Panel title="Stop it again">
          <Ending disabled={!may} onAsk={() => setAsking(true)} text="What is new is refused, what is under way is cut, its tokens end.">Stop it…</Ending>
        </Panel>
      )}
      {asking && item.thrown && <Lift item={item} onClose={() => setAsking(false)} />}
      {asking && !item.thrown && <Throw kind={item.kind} name={item.name} onClose={() => setAsking(false)} />}
    </SidePanel>
  );
}

function Lift({ item, onClose }: { item: KillSwitchView; onClose: () => void }) {
  const lift = useLift();
  const [reason, setReason] = useState('');
  const what = item.kind === 'everything' ? kindWord.everything : `${kindWord[item.kind]} ${item.name}`;
  if (lift.data) return <Done answer={lift.data.acknowledgement} what={what} lifted onClose={onClose} />;
  return (
    <Confirm title="Let it go on?" keep="Keep it stopped" verb="Lift" error={lift.error} busy={lift.isPending} onClose={onClose}
      onDo={() => lift.mutate({ kind: item.kind, target: item.target, reason: reason.trim() || 'A person lifted it.' })}>
      <strong>{what}</strong> was stopped: {item.reason}
      <TextInput className={css.why} label="Why it may go on" description="For the ledger." maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Confirm>
  );
}
