import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { useCheck, usePolicyFiles, usePolicyWords } from '../../../api/policies';
import { useMay } from '../../../api/session';
import type { PolicyFileView, PolicyProblem } from '../../../api/types';
import { Hint } from '../../../components/Hint';
import { Icon } from '../../../components/Icon';
import { Problem } from '../../../components/Problem';
import { Empty, Failed, SkeletonRows } from '../../../components/States';
import { patch } from '../../../lib/diff';
import { plural } from '../../../lib/format';
import { useParam } from '../../../lib/url';
import { CodeEditor, type Jump } from './CodeEditor';
import { keepDraft, useDrafts, type Draft } from './drafts';
import { LineDiff } from './LineDiff';
import { NewFile } from './NewFile';
import { Review, useReviewing } from './Review';
import { Save } from './Save';
import { Tests } from './Tests';
import css from './Editor.module.css';

/** Policy files to write in: checked while one types, tested, reviewed, and then saved or taken along as a patch. */
export default function Editor() {
  const files = usePolicyFiles();
  const drafts = useDrafts();
  const [chosen, choose] = useParam('file');
  if (files.isPending) return <SkeletonRows rows={14} />;
  if (!files.data) return <Failed what="The policy files" error={files.error} again={() => void files.refetch()} />;
  const items = files.data.items;
  const added = [...drafts.keys()].filter((id) => !items.some((file) => file.id === id));
  const id = items.some((file) => file.id === chosen) || added.includes(chosen) ? chosen : items[0]?.id ?? added[0];
  if (id === undefined) return <Empty icon="policies" title="There is no policy file"><p>Name a folder under <code>policies</code> in bartizan.yaml, with a *.cedar file in it.</p></Empty>;
  const option = (file: string) => ({ value: file, label: `${drafts.has(file) ? '● ' : ''}${file}` });
  return (
    <File key={id} id={id} file={items.find((one) => one.id === id)} hindrance={files.data.hindrance}
      picker={
        <>
          <NativeSelect aria-label="Policy file" value={id} className={css.picker} onChange={(event) => choose(event.target.value, true)} data={[...items.map((file) => option(file.id)), ...added.map(option)]} />
          {files.data.mayAdd && <NewFile taken={[...items.map((file) => file.id), ...added]} onAdd={(file) => { keepDraft(file, { text: '', version: null, before: null }); choose(file, true); }} />}
        </>
      } />
  );
}

function File({ id, file, hindrance, picker }: { id: string; file: PolicyFileView | undefined; hindrance: string | null; picker: React.ReactNode }) {
  const may = useMay('writePolicies');
  const drafts = useDrafts();
  const words = usePolicyWords();
  const draft: Draft = drafts.get(id) ?? { text: file?.text ?? '', version: file?.version ?? null, before: file?.text ?? null };
  const { text } = draft;
  const changed = text !== (draft.before ?? '');
  const stale = changed && file !== undefined && draft.version !== file.version;
  const [settled] = useDebouncedValue(text, 350);
  const check = useCheck(id, settled, true);
  const problems = useMemo(() => check.data?.problems ?? [], [check.data]);
  const [jump, setJump] = useState<Jump | null>(null);
  const [view, setView] = useState('review');
  const [days, setDays] = useState(30);
  const [saving, setSaving] = useState(false);
  const reviewing = useReviewing();
  const reviewed = reviewing.view?.state === 'done' && reviewing.subject?.draft?.text === text && reviewing.subject.draft.file === id ? reviewing.view : null;
  const errors = problems.filter((problem) => problem.isError).length;
  const fresh = settled === text && !check.isFetching;
  const loadable = fresh && check.data?.loadable === true;
  const managed = file !== undefined && (file.managed || file.place === 'builtIn');
  const set = (next: string) => keepDraft(id, next === (draft.before ?? '') && draft.version !== null ? null : { ...draft, text: next });

  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [changed]);

  const why = !may ? 'Your roles do not include saving policies. An admin or architect can.' : hindrance ?? (managed ? 'This file is built in, read-only, or managed by another program. Change it where it is kept.' : null);
  return (
    <div className={css.editor}>
      <div className={css.bar}>
        {picker}
        <span className={css.state} role="status" data-state={!fresh ? undefined : errors > 0 ? 'error' : 'fine'}>
          {check.isError ? 'The server could not check it' : !fresh ? 'Checking…' : errors > 0 ? plural(errors, 'error') : <><Icon name="check" size={14} /> {plural(check.data?.policies ?? 0, 'policy', 'policies')}, no errors{problems.length > 0 && `, ${plural(problems.length, 'warning')}`}</>}
        </span>
        <span className={css.actions}>
          {changed && <Button variant="default" onClick={() => keepDraft(id, null)}>Discard</Button>}
          <Button variant="default" leftSection={<Icon name="download" size={14} />} disabled={!changed} onClick={() => download(id, draft)}>Patch</Button>
          <Button disabled={why !== null || !changed || !loadable || !reviewed || stale} onClick={() => setSaving(true)}>Save…</Button>
        </span>
      </div>
      {changed && (why !== null || stale) && (
        <Hint icon={stale ? 'alert' : 'lock'}>{stale ? 'The file has changed on the disk since you began. Take your change along as a patch, discard it here, and bring it over.' : why}</Hint>
      )}
      <div className={css.columns}>
        <div className={css.left}>
          <CodeEditor label={`Text of ${id}`} text={text} problems={fresh ? problems : problems.filter((problem) => problem.line > 0)} words={words.data} jump={jump} onChange={set} />
          <Problems problems={problems} error={check.error} onJump={setJump} />
        </div>
        <div className={css.right}>
          <SegmentedControl fullWidth aria-label="Beside the text" value={view} onChange={setView} data={[{ value: 'review', label: 'Review' }, { value: 'change', label: 'Change' }, { value: 'tests', label: 'Tests' }]} />
          {view === 'change' && <LineDiff before={draft.before ?? ''} after={text} />}
          {view === 'tests' && <Tests file={id} text={text} own={file?.tests ?? null} />}
          <div hidden={view !== 'review'}>
            {!changed ? <p className="quiet">Change something, and review here what that would change: for all that there is to ask about, and for what was recorded. Nothing is in force before you save it. Ctrl+Space says what may stand at the caret.</p> : (
              <>
                {fresh && !loadable && <p className="quiet">What would not be loaded cannot be reviewed: mend what is wrong first.</p>}
                {reviewing.view?.state === 'done' && !reviewed && <Hint>The text has changed since this review.</Hint>}
                <Review reviewing={reviewing} days={days} onDays={setDays} verb={reviewing.view?.result ? 'Review again' : 'Review the change'} disabled={!loadable} onStart={() => reviewing.start({ draft: { file: id, text }, before: null, after: null, days })} />
              </>
            )}
          </div>
        </div>
      </div>
      {saving && reviewed?.result && <Save id={id} draft={draft} review={reviewed.id} widens={reviewed.result.widens} onClose={() => setSaving(false)} onSaved={() => { setSaving(false); keepDraft(id, null); }} />}
    </div>
  );
}

function Problems({ problems, error, onJump }: { problems: PolicyProblem[]; error: unknown; onJump: (jump: Jump) => void }) {
  if (error) return <Problem error={error} />;
  if (problems.length === 0) return null;
  return (
    <ul className={css.problems} aria-label="Problems">
      {problems.map((problem, index) => (
        <li key={index}>
          <button type="button" disabled={problem.file !== null || problem.line === 0} onClick={() => onJump({ line: problem.line, column: problem.column })}>
            <span className={css.sign} data-error={problem.isError}><Icon name="alert" size={14} /><span className="unseen">{problem.isError ? 'Error' : 'Warning'}</span></span>
            <code className={css.place}>{problem.file !== null ? `${problem.file || 'another file'}:` : ''}{problem.line > 0 ? `${problem.line}:${problem.column}` : ''}</code>
            <span>{problem.what} <span className="quiet">{problem.fix}</span></span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The folder is called by whatever name it has where the files are kept, so the patch names the file alone. */
function download(id: string, draft: Draft) {
  const name = id.split('/').at(-1)!;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([patch(name, draft.before, draft.text)]));
  link.download = `${name.replace(/\.cedar$/, '')}.patch`;
  link.click();
  URL.revokeObjectURL(link.href);
}
