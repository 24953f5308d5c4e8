import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useMay } from '../../api/session';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { Snippet, Time } from '../../components/Text';
import { whole } from '../../lib/format';
import css from './Ledger.module.css';

/** Walks over the whole ledger on demand, and says how far it is. */
export function Verification() {
  const may = useMay('verifyLedger');
  const start = useMutation({ mutationFn: () => api.post('/api/ledger/verifications', undefined) });
  const id = start.data?.id;
  const follow = useQuery({
    queryKey: ['verification', id, start.submittedAt],
    queryFn: ({ signal }) => api.find('/api/ledger/verifications/{id}', id!, signal),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 500 : false),
  });
  const walk = follow.data ?? start.data;
  const running = walk?.state === 'running';
  return (
    <Panel title="Verify">
      <p className={css.text}>Reads every record again, recomputes every hash and checks every signature.</p>
      <div className={css.verify}>
        <Button onClick={() => start.mutate()} loading={start.isPending} disabled={!may || running} title={may ? undefined : 'Your roles do not include verifying the ledger. An admin can grant it.'}>
          {walk ? 'Verify again' : 'Verify now'}
        </Button>
        {walk && (
          <span role="status" className={css.state} data-state={walk.state}>
            {walk.state === 'passed' && <Icon name="check" />}
            {(walk.state === 'failed' || walk.state === 'broken') && <Icon name="alert" />}
            {{ running: `${whole(walk.checked)} of ${whole(walk.total)}`, passed: `All ${whole(walk.checked)} entries are as they were written.`, failed: 'Something was altered.', broken: 'The walk could not be finished.' }[walk.state]}
            {walk.finished && <span className="quiet"><Time value={walk.finished} /></span>}
          </span>
        )}
      </div>
      {running && <progress className={css.progress} value={walk.checked} max={Math.max(1, walk.total)} aria-label="Entries checked" />}
      <Problem error={start.error ?? follow.error} />
      {walk && walk.problems.length > 0 && (
        <ul className={css.problems}>
          {walk.problems.map((problem, index) => <li key={index}>{problem.position > 0 && <code>{problem.position}</code>} {problem.what}</li>)}
        </ul>
      )}
      <p className={css.text}>The same, without trusting this server:</p>
      <Snippet text="bartizan ledger verify" label="command" />
    </Panel>
  );
}
