import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCalibration } from '../../api/calibration';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { parseBudget, percent } from '../../lib/calibration';
import { plural, whole } from '../../lib/format';
import { useParam } from '../../lib/url';
import { Apply } from './Apply';
import { Channel } from './Channel';
import css from './Calibration.module.css';

const usual = 0.001;

/** Where do the guard's thresholds stand among one's own traffic, and where should they? */
export default function Calibration() {
  const [system, setSystem] = useParam('system');
  const [typed, setTyped] = useParam('budget');
  const [text, setText] = useState(typed || percent(usual));
  const budget = parseBudget(typed || percent(usual)) ?? usual;
  const wrong = parseBudget(text) === null;
  const calibration = useCalibration(budget, system);
  const data = calibration.data;
  return (
    <div className={css.page}>
      <PageHead title="Calibration" note={data && `${plural(data.exchanges, 'exchange')} of the last 30 days`}>
        {data && data.systems.length > 0 && (
          <Select aria-label="System" className={css.system} value={system} onChange={(value) => setSystem(value ?? '')} allowDeselect={false}
            data={[{ value: '', label: 'All systems' }, ...data.systems.map((name) => ({ value: name, label: name }))]} />
        )}
        <form className={css.budget} onSubmit={(event) => { event.preventDefault(); if (!wrong) setTyped(text); }}>
          <label htmlFor="budget">Wrongly refused, at most</label>
          <TextInput id="budget" className={css.field} inputMode="decimal" value={text} error={wrong} aria-describedby="budget-note"
            onChange={(event) => setText(event.target.value)} onBlur={() => !wrong && setTyped(text)} />
        </form>
      </PageHead>
      <p id="budget-note" className={css.lead} role={wrong ? 'alert' : undefined}>
        {wrong ? 'Write a percentage from 0.01 % to 20 %.'
          : `The injection model gives every text a score. From recorded benign texts this finds the thresholds that refuse at most ${percent(budget)} of them, and find something in at most ${percent(data?.annotateBudget ?? budget)}, at 95 % confidence.`}
      </p>
      {calibration.isPending && <SkeletonRows rows={10} height={28} />}
      {calibration.isError && !data && <Failed what="Recorded scores" error={calibration.error} again={() => void calibration.refetch()} />}
      {data && data.exchanges === 0 && (
        <Empty icon="calibration" title="No exchange with scores of this model is recorded yet">
          <p>Send traffic through the gateway; a budget of {percent(budget)} takes {whole(data.channels[0]?.needed ?? 0)} benign texts. Older records can be read by</p>
          <Snippet text="bartizan guard calibrate --budget 0.5%" label="command" />
        </Empty>
      )}
      {data && data.exchanges > 0 && (
        <>
          <div className={css.channels} aria-busy={calibration.isPlaceholderData}>
            {data.channels.map((channel) => <Channel key={channel.channel} channel={channel} />)}
          </div>
          <Apply view={data} ready={!calibration.isPlaceholderData && !wrong} />
          <div className={css.foot}>
            <p>
              Benign is every distinct text of an exchange that passed and that nobody marked as an attack, and of those marked as benign. Texts that were refused and that nobody looked
              at count as neither: open the exchange and say what it was.
            </p>
            {data.otherModels > 0 && <p>{plural(data.otherModels, 'exchange')} were scored by another model or by none, and are left out.</p>}
            {data.isPart && <p>Only the newest traffic is read here; bartizan guard calibrate reads all of it.</p>}
            <p>Scores and thresholds of model <code>{data.model}</code>.</p>
          </div>
        </>
      )}
    </div>
  );
}
