import type { ExchangeDetail } from '../../api/types';
import { Panel } from '../../components/Panel';
import { FindingCard } from './FindingCard';
import { findingId } from './MarkedText';
import { toneOf } from './tone';
import css from './FindingList.module.css';

/** All findings in the order of the conversation; each leads to its place. */
export function FindingList({ detail }: { detail: ExchangeDetail }) {
  const all = (['request', 'response'] as const).flatMap((side) =>
    detail[side].flatMap((segment) => segment.findings.map((finding, index) => ({ side, segment, finding, index }))));
  const lead = (id: string) => document.getElementById(id)?.focus();
  return (
    <Panel title="Findings" note={all.length === 0 ? undefined : String(all.length)} flush={all.length > 0}>
      {all.length === 0 && <p className="quiet">Nothing was found.</p>}
      <ul>
        {all.map(({ side, segment, finding, index }) => {
          const id = findingId(side, segment.index, index);
          return (
            <li key={id}>
              <button type="button" className={css.row} onClick={() => lead(id)}>
                <FindingCard finding={finding} tone={toneOf(finding, side, detail.decisions)} few={5} />
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
