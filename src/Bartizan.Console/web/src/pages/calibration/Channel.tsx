import type { ChannelView, ThresholdView } from '../../api/types';
import { Panel } from '../../components/Panel';
import { alarms } from '../../lib/calibration';
import { plural } from '../../lib/format';
import { Histogram } from './Histogram';
import css from './Calibration.module.css';

const meaning = { user: 'what people say', data: 'documents, tool results and definitions' };

/** One channel: how its scores are spread, where its thresholds stand, and what others would do. */
export function Channel({ channel }: { channel: ChannelView }) {
  return (
    <Panel title={channel.channel === 'user' ? 'User channel' : 'Data channel'} note={meaning[channel.channel]}>
      <Histogram channel={channel} />
      <div className={css.table} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">From this score</th>
              <th scope="col">Now</th>
              <th scope="col">False alarms</th>
              <th scope="col">Proposed</th>
              <th scope="col">Expected</th>
              <th scope="col">Attacks missed</th>
            </tr>
          </thead>
          <tbody>
            <Row name="a finding is made" threshold={channel.annotate} />
            <Row name="it is certain, and refused" threshold={channel.block} />
          </tbody>
        </table>
      </div>
      <p className={css.note}>
        {plural(channel.rows, 'benign text')}, {channel.attacks} marked as attacks, {channel.unreviewed} refused and not looked at. Thresholds in force: {channel.source}.
      </p>
      {channel.note && <p className={css.note} data-strong>{channel.note}</p>}
    </Panel>
  );
}

function Row({ name, threshold: { now, proposed } }: { name: string; threshold: ThresholdView }) {
  const attacks = now.attacks + now.missed;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{now.score.toFixed(3)}</td>
      <td>{alarms(now)}</td>
      <td className={css.proposed}>{proposed ? proposed.score.toFixed(3) : '–'}</td>
      <td>{proposed ? alarms(proposed) : '–'}</td>
      <td>{attacks === 0 ? 'none marked' : proposed ? `${now.missed} → ${proposed.missed} of ${attacks}` : `${now.missed} of ${attacks}`}</td>
    </tr>
  );
}
