import { FileButton, Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../../components/Icon';
import { Panel } from '../../../components/Panel';
import { Review, useReviewing } from './Review';
import css from './Editor.module.css';

interface Side {
  from: 'files' | 'text';
  text: string;
}

/** Two versions of policies: what a change of the one to the other would change. */
export default function Compare() {
  const [before, setBefore] = useState<Side>({ from: 'files', text: '' });
  const [after, setAfter] = useState<Side>({ from: 'text', text: '' });
  const [days, setDays] = useState(30);
  const reviewing = useReviewing();
  const textOf = (side: Side) => (side.from === 'files' ? null : side.text);
  const ready = [before, after].every((side) => side.from === 'files' || side.text.trim() !== '') && (before.from === 'text' || after.from === 'text');
  return (
    <div className={css.part}>
      <div className={css.texts}>
        <SidePanel title="Before" side={before} onSide={setBefore} />
        <SidePanel title="After" side={after} onSide={setAfter} />
      </div>
      <Panel title="What changes">
        <Review reviewing={reviewing} days={days} onDays={setDays} verb="Compare" disabled={!ready} onStart={() => reviewing.start({ draft: null, before: textOf(before), after: textOf(after), days })} />
        {!reviewing.view && !reviewing.error && !reviewing.busy && <p className="quiet">Paste or upload policies for one side or both. They are read, compared and forgotten.</p>}
      </Panel>
    </div>
  );
}

function SidePanel({ title, side, onSide }: { title: string; side: Side; onSide: (side: Side) => void }) {
  const load = async (file: File | null) => {
    if (file) onSide({ from: 'text', text: await file.text() });
  };
  return (
    <Panel title={title} aside={<SegmentedControl size="xs" aria-label={title} value={side.from} onChange={(from) => onSide({ ...side, from: from as Side['from'] })} data={[{ value: 'files', label: 'The files as they are' }, { value: 'text', label: 'A text' }]} />}>
      {side.from === 'files' ? <p className="quiet">All policy files that the configuration names, with packs, as they stand on the disk.</p> : (
        <div className={css.side}>
          <Textarea aria-label={`Policies ${title.toLowerCase()}`} rows={10} spellCheck={false} value={side.text} placeholder={'permit (principal, action, resource)\nwhen { … };'} classNames={{ input: 'mono' }} onChange={(event) => onSide({ ...side, text: event.target.value })} />
          <div className={css.load}><FileButton accept=".cedar,text/plain" onChange={(file) => void load(file)}>{(props) => <Button {...props} variant="default" leftSection={<Icon name="open" size={14} />}>Upload a file</Button>}</FileButton></div>
        </div>
      )}
    </Panel>
  );
}
