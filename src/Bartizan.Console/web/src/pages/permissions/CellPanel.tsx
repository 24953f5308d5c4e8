import { Link } from 'wouter';
import type { PermissionPolicy, PermissionView } from '../../api/types';
import { Cedar } from '../../components/Cedar';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { SidePanel } from '../../components/SidePanel';
import { plural, whole } from '../../lib/format';
import { actionWord, answerAt, nameOf, parts, stateOf, stateWord, type Shown, type ShownColumn } from '../../lib/permissions';
import { Effect } from '../policies/Effect';
import { Shape } from './Shape';
import css from './CellPanel.module.css';

const mostNamed = 60;

/** Why: the policies behind a cell, with what is left of their conditions, and the blueprint. */
export function CellPanel({ view, row, column, onClose }: { view: PermissionView; row: Shown; column: ShownColumn; onClose: () => void }) {
  const answer = answerAt(view, row.row, column.column);
  const state = stateOf(answer);
  const { policies = [], failing = [], blueprint = null } = answer ?? {};
  const forbids = policies.filter((policy) => policy.effect === 'forbid');
  const permits = policies.filter((policy) => policy.effect === 'permit');
  // A blueprint can make never of what policies by themselves leave to the context.
  const may = answer?.permission === 'depends' || (forbids.length > 0 && permits.length > 0);
  return (
    <SidePanel id={`${row.row}:${column.column}`} label="Chosen permission" head={actionWord(column.action)} onClose={onClose}>
      <p className={css.answer} data-state={state}><Shape state={state} size={20} /> <strong>{stateWord[state]}</strong></p>
      <Panel title="Why">
        <div className={css.why}>
          {state === 'unpermitted' && <p>No policy permits it, and what nothing permits is denied.</p>}
          {blueprint && <Blueprint blueprint={blueprint} />}
          <Policies title={may ? 'May permit it' : 'Permits it'} policies={permits} />
          <Policies title={may ? 'May forbid it, and a forbid outweighs every permit' : 'Forbids it'} policies={forbids} />
          {answer && answer.policyCount > policies.length && <p className="quiet">and {whole(answer.policyCount - policies.length)} more policies</p>}
          {failing.length > 0 && <p className={css.failing}><Icon name="alert" size={14} /> Fails in every context, and is ignored: {failing.join(', ')}</p>}
        </div>
      </Panel>
      <Members title="Who" uids={row.members} view={view} />
      <Members title="With what" uids={column.members} view={view} />
      <p className="quiet">It holds whatever a request’s context, for agents as they are now. Kill switches, tokens, budgets and the guard can still stop a request that policies permit.</p>
    </SidePanel>
  );
}

function Blueprint({ blueprint }: { blueprint: NonNullable<PermissionView['answers'][number]['blueprint']> }) {
  return (
    <div>
      <p><Link href="/blueprints">Blueprint {blueprint.name}</Link> {blueprint.permission === 'never' ? 'does not leave it' : 'leaves it in some contexts'}{blueprint.policies.length === 0 ? ', whatever policies permit.' : ' by its ceiling:'}</p>
      {blueprint.policies.map((policy) => <OnePolicy key={policy.id} policy={policy} linked={false} />)}
    </div>
  );
}

function Policies({ title, policies }: { title: string; policies: PermissionPolicy[] }) {
  if (policies.length === 0) return null;
  return (
    <div className={css.group}>
      <h3>{title}</h3>
      {policies.map((policy) => <OnePolicy key={policy.id} policy={policy} />)}
    </div>
  );
}

function OnePolicy({ policy, linked = true }: { policy: PermissionPolicy; linked?: boolean }) {
  return (
    <div className={css.policy}>
      <p className={css.name}>
        <Effect effect={policy.effect} short />
        {linked ? <Link href={`/policies?policy=${encodeURIComponent(policy.id)}`}><code>{policy.id}</code></Link> : <code>{policy.id}</code>}
        {linked && policy.file && <span className={css.place}>{policy.file.split('/').at(-1)}:{policy.line}</span>}
      </p>
      {policy.holdFor && <p className="quiet">A call that it stops waits for {policy.holdFor} to approve it.</p>}
      {policy.condition ? <><p className="quiet">when</p><Cedar text={policy.condition} /></> : <p className="quiet">in every context</p>}
    </div>
  );
}

function Members({ title, uids, view }: { title: string; uids: string[]; view: PermissionView }) {
  return (
    <Panel title={title} note={uids.length > 1 ? `${plural(uids.length, 'entity', 'entities')} that policies do not tell apart here` : undefined}>
      <ul className={css.members}>
        {uids.slice(0, mostNamed).map((uid) => <li key={uid} title={uid}><span className="clip">{nameOf(uid, view.names)}</span> <span className={css.type}>{parts(uid).type}</span></li>)}
      </ul>
      {uids.length > mostNamed && <p className="quiet">and {whole(uids.length - mostNamed)} more</p>}
    </Panel>
  );
}
