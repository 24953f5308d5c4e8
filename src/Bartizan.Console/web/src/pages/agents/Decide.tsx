import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDecideOnAgent } from '../../api/agents';
import type { AgentView } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { Panel } from '../../components/Panel';
import css from './AgentPanel.module.css';

/** Suspends the agent, or takes a person’s suspension back; both with a reason. */
export function Decide({ agent, may }: { agent: AgentView; may: boolean }) {
  const resumes = agent.suspendedByPerson;
  const decide = useDecideOnAgent(resumes ? 'resume' : 'suspend');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const close = () => {
    setAsking(false);
    setReason('');
    decide.reset();
  };
  const verb = resumes ? 'Resume' : 'Suspend';
  return (
    <Panel title={verb}>
      <Ending disabled={!may} onAsk={() => setAsking(true)}
        text={resumes ? 'Its keys and tokens work again, unless something else stands against it.' : 'Its keys and tokens are refused, and what is under way is cut. It can be resumed.'}>
        {verb} it…
      </Ending>
      {asking && (
        <Confirm title={`${verb} this agent?`} keep={resumes ? 'Leave it suspended' : 'Let it work'} verb={`${verb} agent`} error={decide.error} busy={decide.isPending} onClose={close}
          onDo={() => decide.mutate({ id: agent.id, reason }, { onSuccess: close })}>
          <strong>{agent.name}</strong> of {agent.owner}.
          <TextInput className={css.reason} label="Why" description="For people and the ledger; its client is not told." maxLength={500} required value={reason}
            onChange={(event) => setReason(event.target.value)} />
        </Confirm>
      )}
    </Panel>
  );
}
