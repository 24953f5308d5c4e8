import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useQuestions, useWhyNot } from '../../api/policies';
import type { RecordedQuestionView, TestPolicy } from '../../api/types';
import { FactList } from '../../components/FactList';
import { Hint } from '../../components/Hint';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { Failed, SkeletonRows } from '../../components/States';
import { Id } from '../../components/Text';
import { actionWord } from '../../lib/permissions';
import { WhyNot } from './WhyNot';
import css from './PolicyTest.module.css';

/** What would permit a recorded decision, under the policies in force now. */
export function Recorded({ exchange, decision }: { exchange: string; decision: number }) {
  const questions = useQuestions(exchange);
  if (questions.isPending) return <SkeletonRows rows={8} />;
  if (!questions.data) return <Failed what="What policy was asked" error={questions.error} again={() => void questions.refetch()} />;
  const question = questions.data.items.find((one) => one.decision === decision) ?? questions.data.items[0];
  return question ? <Question key={`${exchange} ${question.decision}`} exchange={exchange} question={question} />
    : <Panel title="Not asked"><p>Policy was not asked about this exchange: something before it, such as a budget or a kill switch, refused it. <Link href={`/exchanges/${exchange}`}>Back to the exchange</Link></p></Panel>;
}

function Question({ exchange, question }: { exchange: string; question: RecordedQuestionView }) {
  const [context, setContext] = useState(() => JSON.stringify(question.context, null, 2));
  const whyNot = useWhyNot();
  const { mutate } = whyNot;
  const whole = question.principal !== null && question.resource !== null && question.unknown?.length === 0;
  const request = requestOf(question, context);
  const ask = () => { if (request.body) mutate(request.body); };
  useEffect(() => {
    const first = requestOf(question, JSON.stringify(question.context));
    if (whole && first.body) mutate(first.body);
  }, [question, whole, mutate]);
  return (
    <div className={css.columns}>
      <Panel title="Recorded question" aside={<Link href={`/exchanges/${exchange}`}>The exchange</Link>}>
        <form className={css.form} onSubmit={(event) => { event.preventDefault(); ask(); }}>
          <FactList facts={[
            ['Who', question.principal ? <>{nameIn(question.context)}<Id id={question.principal.id} what="id" /></> : 'not in the record'],
            ['Does what', actionWord(question.action.id)],
            ['With what', question.resource?.id ?? 'not in the record'],
          ]} />
          {!whole && (
            <Hint>{question.unknown === null ? 'The record is older than the keeping of whole questions: complete the context before you ask.'
              : question.unknown.length > 0 ? `The record does not hold: ${question.unknown.join(', ')}. Add what it was before you ask.` : 'The record does not name everybody, so it cannot be asked again.'}</Hint>
          )}
          <Textarea label="Context" description="As it was. Change it to ask what would have been." rows={16} spellCheck={false} value={context} error={request.error} onChange={(event) => setContext(event.target.value)} classNames={{ input: 'mono' }} />
          <div className={css.buttons}><Button type="submit" loading={whyNot.isPending} disabled={!request.body}>What would permit this?</Button></div>
        </form>
      </Panel>
      <div className={`${css.answer} ${css.first}`}>
        <Panel title="What would permit this">
          {whyNot.isError ? <Problem error={whyNot.error} /> : whyNot.data ? <WhyNot answer={whyNot.data} />
            : whyNot.isPending ? <SkeletonRows rows={5} /> : <p className="quiet">Ask, and the smallest changes stand here that would turn the answer, under the policies in force now.</p>}
        </Panel>
      </div>
    </div>
  );
}

function requestOf(question: RecordedQuestionView, context: string): { body?: TestPolicy; error?: string } {
  if (!question.principal || !question.resource) return {};
  try {
    return { body: { principal: question.principal, action: question.action, resource: question.resource, context: JSON.parse(context), entities: question.entities, draft: null } as TestPolicy };
  } catch (error) {
    return { error: `Not JSON: ${(error as Error).message}` };
  }
}

/** The agent's name, as the context tells it. */
function nameIn(context: unknown): string {
  const name = typeof context === 'object' && context !== null && 'agentName' in context ? context.agentName : null;
  return typeof name === 'string' ? `${name} ` : '';
}
