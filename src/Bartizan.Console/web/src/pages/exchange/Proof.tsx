import { Link } from 'wouter';
import type { LedgerProof } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { Copy, Id, Snippet } from '../../components/Text';
import { plural, whole } from '../../lib/format';
import css from './Proof.module.css';

/** That this record is in the ledger, and unaltered. */
export function Proof({ proof }: { proof: LedgerProof | null }) {
  if (!proof) {
    return (
      <Panel title="Proof">
        <p className="quiet">Not in the ledger yet. It enters with the next commit; read the page again in a moment.</p>
      </Panel>
    );
  }
  return (
    <Panel title="Proof" aside={<Link href="/ledger">Ledger</Link>}>
      <p className={css.state} data-good={proof.verified || undefined}>
        <Icon name={proof.verified ? 'check' : 'alert'} />
        {proof.verified ? 'Recomputed just now, and it holds.' : 'Recomputed just now, and it does not hold: the record was altered.'}
      </p>
      <dl className={css.facts}>
        <dt>Entry</dt>
        <dd>{whole(proof.index)} of {whole(proof.treeSize)}</dd>
        <dt>Leaf</dt>
        <dd><Id id={proof.leafHash} what="leaf hash" /></dd>
        <dt>Root</dt>
        <dd><Id id={proof.rootHash} what="root hash" /></dd>
      </dl>
      <details className={css.how}>
        <summary>How to check it yourself</summary>
        <p>
          Hash the entry below, after a zero byte, to get its leaf. Join it with the {plural(proof.path.length, 'hash', 'hashes')} of the path, one after the other (RFC 6962): the
          last result must be the root. The checkpoint signs that root, so whoever keeps an old checkpoint can tell if the past was changed.
        </p>
        <ol className={css.path}>
          {proof.path.map((hash, index) => <li key={index}><code className="clip">{hash}</code></li>)}
        </ol>
        <Snippet text={proof.entry} label="ledger entry" />
        <p>Or let Bartizan walk over all of it:</p>
        <Snippet text="bartizan ledger verify" label="command" />
      </details>
      <div className={css.actions}>
        <span>Checkpoint</span>
        <Copy text={proof.checkpoint} label="Copy signed checkpoint" />
        <span className={css.gap}>Proof</span>
        <Copy text={proof.text} label="Copy proof (C2SP tlog-proof)" />
      </div>
    </Panel>
  );
}
