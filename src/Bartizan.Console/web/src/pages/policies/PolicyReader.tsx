import { TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { PolicyView, TrialView } from '../../api/types';
import { Icon } from '../../components/Icon';
import { useParam } from '../../lib/url';
import { PolicyCard } from './PolicyCard';
import { Effect } from './Effect';
import css from './PolicyReader.module.css';

/** The policies in the order of their files, with a table of contents beside them. */
export function PolicyReader({ policies, trials }: { policies: PolicyView[]; trials: TrialView[] }) {
  const [text, setText] = useState('');
  const [chosen, choose] = useParam('policy');
  const wanted = text.trim().toLowerCase();
  const found = useMemo(() => policies.filter((policy) => `${policy.id}\n${policy.text}`.toLowerCase().includes(wanted)), [policies, wanted]);
  const files = useMemo(() => byFile(found), [found]);
  useEffect(() => {
    if (chosen) document.getElementById(`policy-${chosen}`)?.scrollIntoView({ block: 'start' });
  }, [chosen]);
  return (
    <div className={css.columns}>
      <nav className={css.contents} aria-label="Policies">
        <TextInput size="xs" type="search" aria-label="Find in policies" placeholder="Find in policies" leftSection={<Icon name="search" size={14} />} value={text}
          onChange={(event) => setText(event.target.value)} />
        {files.map(([file, own]) => (
          <div key={file} className={css.group}>
            <h2 className={css.file}>{file || 'No file'}</h2>
            <ul>
              {own.map((policy) => (
                <li key={policy.id}>
                  <button type="button" className={css.entry} aria-current={policy.id === chosen || undefined} onClick={() => choose(policy.id, true)}>
                    <Effect effect={policy.effect} short />
                    <code className="clip">{policy.id}</code>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
        {found.length === 0 && <p className="quiet">No policy holds that text.</p>}
      </nav>
      <div className={css.list}>
        {found.map((policy) => <PolicyCard key={policy.id} policy={policy} trial={trials.find((trial) => trial.policy === policy.id)} chosen={policy.id === chosen} />)}
      </div>
    </div>
  );
}

function byFile(policies: PolicyView[]): [string, PolicyView[]][] {
  const files = new Map<string, PolicyView[]>();
  for (const policy of policies) files.set(policy.file, [...(files.get(policy.file) ?? []), policy]);
  return [...files];
}
