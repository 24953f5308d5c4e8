import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useRunPolicyTests } from '../../../api/policies';
import { Problem } from '../../../components/Problem';
import { VerdictShape } from '../../../components/Verdict';
import { plural } from '../../../lib/format';
import { firstTests } from '../../../lib/editing';
import css from './Editor.module.css';

const written = new Map<string, string>();

/** Tests of the draft, in the form that the command line takes. They are kept while the page is open. */
export function Tests({ file, text, own }: { file: string; text: string; own: string | null }) {
  const [tests, setTests] = useState(() => written.get(file) ?? own ?? firstTests);
  const run = useRunPolicyTests();
  const failed = run.data?.results.filter((result) => result.differences.length > 0) ?? [];
  return (
    <div className={css.part}>
      <p className="quiet">{own === null ? 'No tests stand beside this file.' : `From ${file.split('/').at(-1)!.replace(/\.cedar$/, '.tests.yaml')}.`} They run against the draft with the other files as they are; nothing is sent anywhere. Changes to them stay here: keep tests where the policies are kept.</p>
      <Textarea aria-label="Tests" rows={14} spellCheck={false} value={tests} classNames={{ input: 'mono' }} onChange={(event) => { setTests(event.target.value); written.set(file, event.target.value); }} />
      <div><Button variant="default" loading={run.isPending} onClick={() => run.mutate({ draft: { file, text }, tests })}>Run tests</Button></div>
      <Problem error={run.error} />
      {run.data && (
        <div role="status">
          <p className={css.verdict}><VerdictShape verdict={failed.length === 0 ? 'allow' : 'block'} size={16} /> <strong>{failed.length === 0 ? `${plural(run.data.results.length, 'test passes', 'tests pass')}` : `${failed.length} of ${plural(run.data.results.length, 'test')} failed`}</strong></p>
          <ul className={css.results}>
            {failed.map((result) => (
              <li key={`${result.line} ${result.name}`}><span className="quiet">line {result.line}</span> {result.name}{result.differences.map((difference) => <code key={difference} className={css.difference}>{difference}</code>)}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
