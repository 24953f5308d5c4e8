import { Link } from 'wouter';
import type { AnswerChange, BacktestOutcome, DifferingView, PolicyReviewResult } from '../../../api/types';
import { Icon } from '../../../components/Icon';
import { Id } from '../../../components/Text';
import { VerdictShape } from '../../../components/Verdict';
import { actionWord, nameOf, parts, stateOf, stateWord } from '../../../lib/permissions';
import { plural, whole } from '../../../lib/format';
import { Effect } from '../Effect';
import { Shape } from '../../permissions/Shape';
import { LineDiff } from './LineDiff';
import css from './ReviewResult.module.css';

const changeWord: Record<AnswerChange, string> = {
  newlyAllowed: 'Newly allowed', newlyDenied: 'Newly denied', newError: 'A policy newly fails', otherObligations: 'Other masks or approvals', otherReasons: 'Same, by other policies', cannotTell: 'Cannot be told', same: 'The same',
};
const outcomeWord: Record<BacktestOutcome, string> = {
  newlyAllowed: 'Newly allowed', newlyRefused: 'Newly refused', otherwiseChanged: 'Otherwise changed', cannotTell: 'Cannot be told', same: 'The same',
};
const tone: Record<AnswerChange | BacktestOutcome, string> = {
  newlyAllowed: 'allow', newlyDenied: 'block', newlyRefused: 'block', newError: 'block', otherObligations: 'redact', otherwiseChanged: 'redact', otherReasons: 'none', cannotTell: 'hold', same: 'none',
};

/** What a change would change: newly allowed first, with the exchanges that show it. */
export function ReviewResult({ result, days }: { result: PolicyReviewResult; days: number }) {
  const decisions = Object.values(result.decisions).reduce((all, one) => all + one, 0);
  return (
    <div className={css.result}>
      {result.widens.length > 0 ? (
        <div className={css.widens} role="alert">
          <p><Icon name="alert" size={16} /> <strong>Something is newly allowed, or may be</strong></p>
          <ul>{result.widens.map((why) => <li key={why}>{why}</li>)}</ul>
        </div>
      ) : <p className={css.fine}><VerdictShape verdict="allow" size={16} /> Nothing is newly allowed, as far as anybody can tell.</p>}
      <section>
        <h3>Policies <span className="quiet">{result.changes.length === 0 ? 'none differs' : plural(result.changes.length, 'difference')}</span></h3>
        <ul className={css.policies}>
          {result.changes.map((change) => {
            const policy = (change.after ?? change.before)!;
            return (
              <li key={`${policy.id} ${policy.line}`}>
                <details>
                  <summary><Icon name="right" size={12} /><span className={css.kind} data-kind={change.before ? (change.after ? 'changed' : 'removed') : 'added'}>{change.before ? (change.after ? 'changed' : 'removed') : 'added'}</span><Effect effect={policy.effect} short /><code>{policy.id}</code></summary>
                  <LineDiff before={change.before?.text ?? ''} after={change.after?.text ?? ''} />
                </details>
              </li>
            );
          })}
        </ul>
      </section>
      <section>
        <h3>Recorded decisions, before and after <span className="quiet">{plural(decisions, 'decision')} of the last {days === 1 ? 'day' : `${days} days`}</span></h3>
        <Counts counts={result.decisions} words={changeWord} />
        <ul className={css.groups}>
          {result.groups.map((group, index) => (
            <li key={index}>
              <p><Tone of={group.change}>{changeWord[group.change]}</Tone> {whole(group.count)} × {actionWord(parts(group.action).id)}</p>
              <By before={group.before} after={group.after} missing={group.missing} />
              <Examples ids={group.examples} />
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>All that there is to ask about <span className="quiet">{plural(result.permissions, 'permission')} compared{result.differingCount > 0 ? `, ${plural(result.differingCount, 'group differs', 'groups differ')}` : ', none differs'}</span></h3>
        <ul className={css.groups}>{result.differing.map((one, index) => <Differing key={index} one={one} names={result.names} />)}</ul>
        {result.differingCount > result.differing.length && <p className="quiet">Shown are the first {whole(result.differing.length)}.</p>}
      </section>
      <section>
        <h3>Backtest: what was recorded against the new policies <span className="quiet">{plural(result.backtest.exchanges, 'exchange')}{result.backtest.unreadable > 0 && `, ${whole(result.backtest.unreadable)} unreadable`}</span></h3>
        <p className="quiet">Against what was decided then, by the policies and approvals of then.{result.backtest.underPresentBlueprints > 0 && ` ${plural(result.backtest.underPresentBlueprints, 'decision was', 'decisions were')} asked under the blueprints that agents have now, because the records do not say which it was then.`}</p>
        <Counts counts={result.backtest.counts} words={outcomeWord} />
        <ul className={css.groups}>
          {result.backtest.groups.map((group, index) => (
            <li key={index}>
              <p><Tone of={group.outcome}>{outcomeWord[group.outcome]}</Tone> {whole(group.count)} × {actionWord(parts(group.action).id)}</p>
              <By before={group.before} after={group.after} missing={group.missing} />
              <Examples ids={group.examples} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const Tone = ({ of, children }: { of: AnswerChange | BacktestOutcome; children: string }) => <span className={css.tone} data-tone={tone[of]}>{children}</span>;

function Counts<Key extends AnswerChange | BacktestOutcome>({ counts, words }: { counts: { [name: string]: number }; words: Record<Key, string> }) {
  return (
    <dl className={css.counts}>
      {(Object.keys(words) as Key[]).filter((name) => (counts[name] ?? 0) > 0 || name === 'newlyAllowed').map((name) => (
        <div key={name} data-zero={counts[name] === 0 || undefined}><dt><Tone of={name}>{words[name]}</Tone></dt><dd>{whole(counts[name] ?? 0)}</dd></div>
      ))}
    </dl>
  );
}

function By({ before, after, missing }: { before: string[]; after: string[]; missing: string[] }) {
  if (missing.length > 0) return <p className="quiet">It hangs on {missing.join(', ')}, which the record does not hold.</p>;
  return <p className={css.by}><Names ids={before} /> <Icon name="right" size={12} /> <Names ids={after} /></p>;
}

const Names = ({ ids }: { ids: string[] }) => (ids.length === 0 ? <span className="quiet">no policy</span> : ids.map((id) => <code key={id}>{id}</code>));

function Examples({ ids }: { ids: string[] }) {
  return <p className={css.examples}>{ids.map((id) => (id.startsWith('exc_') ? <Link key={id} href={`/exchanges/${id}`}><Id id={id} copy={false} /></Link> : <code key={id}>{id}</code>))}</p>;
}

function Differing({ one, names }: { one: DifferingView; names: { [uid: string]: string } }) {
  const [before, after] = [stateOf(one.before), stateOf(one.after)];
  const named = (uids: string[], of: number) => <><span className={css.names}>{uids.slice(0, 3).map((uid) => nameOf(uid, names)).join(', ')}</span>{of > 3 && ` and ${whole(of - 3)} more`}</>;
  return (
    <li>
      <p><Tone of={one.mayAllow ? 'newlyAllowed' : 'newlyDenied'}>{one.mayAllow ? (one.mayDeny ? 'May be newly allowed, or denied' : 'May be newly allowed') : 'May be newly denied'}</Tone></p>
      <p>{named(one.principals, one.principalCount)}: <strong>{actionWord(one.action)}</strong> with {named(one.resources, one.resourceCount)}</p>
      <p className={css.by}><Shape state={before} size={14} /> {stateWord[before]} <Icon name="right" size={12} /> <Shape state={after} size={14} /> {stateWord[after]}</p>
      {one.after.policies.filter((policy) => !one.before.policies.some((old) => old.id === policy.id && old.condition === policy.condition)).map((policy) => (
        <p key={policy.id} className={css.by}><span className={css.plus}>+</span> <Effect effect={policy.effect} short /> <code>{policy.id}</code>{policy.condition && <code className={css.condition}>when {policy.condition}</code>}</p>
      ))}
      {one.before.policies.filter((policy) => !one.after.policies.some((now) => now.id === policy.id && now.condition === policy.condition)).map((policy) => (
        <p key={policy.id} className={css.by}><span className={css.minus}>−</span> <Effect effect={policy.effect} short /> <code>{policy.id}</code>{policy.condition && <code className={css.condition}>when {policy.condition}</code>}</p>
      ))}
    </li>
  );
}
