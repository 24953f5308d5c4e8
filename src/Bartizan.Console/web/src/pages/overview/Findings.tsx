import { Link } from 'wouter';
import type { LabelSeries, Overview } from '../../api/types';
import { Panel } from '../../components/Panel';
import { Label } from '../../components/Text';
import { axisTime, whole } from '../../lib/format';
import { useLink } from '../../lib/url';
import css from './Findings.module.css';

/** One small picture per label, all on the same scale of time, each on its own scale of height. */
export function Findings({ data }: { data: Overview }) {
  const link = useLink();
  const span = data.bucketSeconds * data.buckets.length;
  return (
    <Panel title="Findings" note="exchanges that carry the label">
      {data.findings.length === 0 && <p className="quiet">Nothing was found in what passed.</p>}
      <ul className={css.list}>
        {data.findings.map((series) => (
          <li key={series.label}>
            <Link href={link('/exchanges', { label: series.label })} className={css.row}>
              <span className={css.label}>
                <Label label={series.label} />
              </span>
              <Bars series={series} />
              <span className={css.total}>{whole(series.total)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {data.findings.length > 0 && (
        <div className={css.axis} aria-hidden="true">
          <span>{axisTime(Date.parse(data.from), span)}</span>
          <span>now</span>
        </div>
      )}
    </Panel>
  );
}

function Bars({ series }: { series: LabelSeries }) {
  const most = Math.max(1, ...series.counts);
  const width = 100 / Math.max(1, series.counts.length);
  return (
    <svg className={css.bars} viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <path className={css.floor} d="M0 19.5h100" />
      {series.counts.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(2, (18 * count) / most);
        return height > 0 && <rect key={index} x={index * width} y={20 - height} width={width * 0.8} height={height} />;
      })}
    </svg>
  );
}
