import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { useAgents } from '../../api/agents';
import { useTestPolicy, useWhyNot } from '../../api/policies';
import type { PolicyView, TestPolicy } from '../../api/types';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { presets, requestOf, trialOf, type Trial } from '../../lib/policyTest';
import { PolicyAnswer } from './PolicyAnswer';
import { WhyNot } from './WhyNot';
import css from './PolicyTest.module.css';

/** Asks what policy would say, and why. */
export function PolicyTest({ policies }: { policies: PolicyView[] }) {
  const agents = (useAgents('24h').data?.items ?? []).filter((agent) => !agent.revoked);
  const [trial, setTrial] = useState<Trial>(() => trialOf(presets[0]!, ''));
  const test = useTestPolicy();
  const answer = useRef<HTMLDivElement>(null);
  const set = (part: Partial<Trial>) => setTrial((before) => ({ ...before, ...part }));
  const agent = agents.find((one) => one.id === trial.agent) ?? agents[0];
  const { request, error } = requestOf({ ...trial, agent: agent?.id ?? 'agt_example' }, agent);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request) test.mutate(request, { onSettled: () => answer.current?.scrollIntoView({ block: 'nearest' }) });
  };
  return (
    <div className={css.columns}>
      <Panel title="Request">
        <form className={css.form} onSubmit={submit}>
          <NativeSelect label="Begin with" value="" onChange={(event) => setTrial({ ...trialOf(presets[Number(event.target.value)]!, trial.agent), draft: trial.draft })}
            data={[{ value: '', label: 'Choose an example…', disabled: true }, ...presets.map((preset, index) => ({ value: String(index), label: preset.name }))]} />
          <NativeSelect label="Who" value={agent?.id ?? ''} onChange={(event) => set({ agent: event.target.value })}
            data={agents.length > 0 ? agents.map(({ id, name }) => ({ value: id, label: name })) : [{ value: '', label: 'An agent that is not registered' }]} />
          <div className={css.pair}>
            <NativeSelect label="Does what" value={trial.action} onChange={(event) => set({ action: event.target.value as Trial['action'] })}
              data={[{ value: 'invokeModel', label: 'Asks a model' }, { value: 'returnAnswer', label: 'Gets its answer' }, { value: 'callTool', label: 'Calls a tool' }]} />
            <TextInput label={trial.action === 'callTool' ? 'Which tool' : 'Which model'} value={trial.resource} required withAsterisk={false} onChange={(event) => set({ resource: event.target.value })} />
          </div>
          <Textarea label="Context" description="What the guard would report, as a Cedar record in JSON." rows={11} spellCheck={false} value={trial.context} error={error}
            onChange={(event) => set({ context: event.target.value })} classNames={{ input: 'mono' }} />
          <details className={css.draft} open={trial.draft !== '' || undefined}>
            <summary>Test a draft in place of the policies in force</summary>
            <Textarea aria-label="Draft policies" rows={8} spellCheck={false} placeholder={'forbid (principal, action, resource)\nwhen { context.labels.contains("pii") };'} value={trial.draft}
              onChange={(event) => set({ draft: event.target.value })} classNames={{ input: 'mono' }} />
            {trial.draft === '' && policies.length > 0 && (
              <Button variant="subtle" size="compact-xs" onClick={() => set({ draft: policies.map((policy) => policy.text).join('\n\n') })}>Begin with those in force</Button>
            )}
          </details>
          <div className={css.buttons}>
            <Button type="submit" loading={test.isPending} disabled={!request || trial.resource === ''}>Ask policy</Button>
          </div>
        </form>
      </Panel>
      <div ref={answer} className={css.answer}>
      <Panel title="Answer">
        {test.isError ? <Problem error={test.error} />
          : test.data ? <><PolicyAnswer answer={test.data} draft={test.variables?.draft != null} />{!test.data.allowed && test.variables && <Why key={test.submittedAt} request={test.variables} />}</>
          : <p className="quiet">Ask, and the answer stands here: the decision, the policies that determined it, and what each of the others made of the request. Nothing is sent to a model, and nothing is recorded as an exchange.</p>}
      </Panel>
      </div>
    </div>
  );
}

/** What would permit a request that is denied. */
function Why({ request }: { request: TestPolicy }) {
  const whyNot = useWhyNot();
  return (
    <div className={css.why}>
      {whyNot.data ? <WhyNot answer={whyNot.data} /> : (
        <div><Button variant="default" loading={whyNot.isPending} onClick={() => whyNot.mutate(request)}>What would permit this?</Button></div>
      )}
      <Problem error={whyNot.error} />
    </div>
  );
}
