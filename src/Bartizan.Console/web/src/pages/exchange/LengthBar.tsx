import type { DecisionView, SegmentView } from '../../api/types';
import { Mark } from './Mark';
import { findingId } from './MarkedText';
import { toneOf, type Side } from './tone';
import css from './LengthBar.module.css';

/** A segment without its text: as long as the text was, with the findings where they stood. */
export function LengthBar({ segment, side, decisions, longest }: { segment: SegmentView; side: Side; decisions: DecisionView[]; longest: number }) {
  // The root keeps a short message visible beside a long document.
  const width = Math.max(4, 100 * Math.sqrt(segment.length / longest));
  const at = (units: number) => (100 * units) / Math.max(1, segment.length);
  return (
    <div className={css.line}>
      <div className={css.bar} style={{ width: `${width}%` }}>
        {segment.findings.map((finding, index) => (
          <span key={index} className={css.spot} style={{ left: `${Math.min(at(finding.start), 99)}%`, width: `${at(finding.length)}%` }}>
            <Mark findings={[finding]} tone={toneOf(finding, side, decisions)} id={findingId(side, segment.index, index)}>
              <span className={css.fill} />
            </Mark>
          </span>
        ))}
      </div>
    </div>
  );
}
