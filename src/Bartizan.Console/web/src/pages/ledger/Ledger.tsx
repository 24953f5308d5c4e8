import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { PageHead, Panel } from '../../components/Panel';
import { Failed, SkeletonRows } from '../../components/States';
import { Id, Snippet } from '../../components/Text';
import { whole } from '../../lib/format';
import { Verification } from './Verification';
import css from './Ledger.module.css';

/** Can we prove it? */
export default function Ledger() {
  const ledger = useQuery({ queryKey: ['ledger'], queryFn: ({ signal }) => api.get('/api/ledger', undefined, signal), refetchInterval: 10_000 });
  const data = ledger.data;
  return (
    <div className={css.page}>
      <PageHead title="Ledger" note="every decision, chained and signed" />
      {ledger.isPending && <SkeletonRows rows={8} />}
      {ledger.isError && !data && <Failed what="The ledger" error={ledger.error} again={() => void ledger.refetch()} />}
      {data && (
        <div className={css.columns}>
          <Panel title="Where it stands">
            <dl className={css.facts}>
              <dt>Entries</dt>
              <dd className={css.size}>{whole(data.head.size)}</dd>
              <dt>Root</dt>
              <dd><Id id={data.head.rootHash} what="root hash" whole /></dd>
            </dl>
            <p className={css.text}>
              Each record is hashed into a Merkle tree. The root stands for all of them: change, remove or reorder one, and the root is another.
            </p>
          </Panel>
          <Verification />
          <Panel title="Checkpoint" note="newest, signed" className={css.whole}>
            {data.checkpoint
              ? <Snippet text={data.checkpoint.trimEnd()} label="checkpoint" />
              : <p className="quiet">None is signed yet: the first follows the first records.</p>}
            <p className={css.text}>
              Keep it somewhere that Bartizan cannot write to. Any tool that reads C2SP signed notes can verify it with this key:
            </p>
            <Snippet text={data.verifierKey} label="verifier key" />
          </Panel>
        </div>
      )}
    </div>
  );
}
