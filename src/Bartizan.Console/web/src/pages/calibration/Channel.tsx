import type { ChannelView, ThresholdEffect, ThresholdView } from '../../api/types';
import { Panel } from '../../components/Panel';
import { alarms, percent } from '../../lib/calibration';
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
              <th scope="col">Proposed</th>
              <th scope="col">Attacks missed</th>
            </tr>
          </thead>
          <tbody>
            <Row name="Finding" threshold={channel.annotate} />
            <Row name="Refused" threshold={channel.block} />
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
      <td><Effect effect={now} /></td>
      <td className={css.proposed}>{proposed ? <Effect effect={proposed} /> : '–'}</td>
      <td>{attacks === 0 ? 'none is marked' : proposed ? `${now.missed} → ${proposed.missed} of ${attacks}` : `${now.missed} of ${attacks}`}</td>
    </tr>
  );
}

/** A threshold, and below it the benign texts that reach it, with the share they may really be. */
function Effect({ effect }: { effect: ThresholdEffect }) {
  return (
    <>
      {effect.score.toFixed(3)}
      <span className={css.alarms} title={`${percent(effect.share)} of benign texts; really ${percent(effect.least)} to ${percent(effect.most)}, at 95 % confidence on either side`}>{alarms(effect)}</span>
    </>
  );
}
