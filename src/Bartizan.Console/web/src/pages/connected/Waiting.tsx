import { Button } from '@mantine/core';
import { useAnswerQuestion, useQuestions } from '../../api/consents';
import type { WaitingQuestion } from '../../api/types';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { Failed } from '../../components/States';
import { Time } from '../../components/Text';
import { Use } from '../../components/Use';
import css from './Connected.module.css';

/** What agents ask the person just now who is not before their browser. */
export function Waiting() {
  const waiting = useQuestions();
  if (waiting.isError) return <Failed what="Questions to you" error={waiting.error} again={() => void waiting.refetch()} />;
  if (!waiting.data || waiting.data.items.length === 0) return null;
  return <div className={css.cards}>{waiting.data.items.map((question) => <Question key={question.id} question={question} />)}</div>;
}

function Question({ question }: { question: WaitingQuestion }) {
  const answer = useAnswerQuestion();
  const give = (allow: boolean) => answer.mutate({ id: question.id, allow });
  return (
    <Panel title={`${question.name} asks to act for you`}>
      <p className={css.text}>
        <bdi>{question.owner}</bdi> answers for it. It asked <Time value={question.created} />, and the question ends <Time value={question.expires} />. If you did not begin this
        yourself, deny it.
      </p>
      {question.message && (
        <p className={css.message}>
          It says: <bdi>“{question.message}”</bdi> <span className={css.text}>Compare that with what you see where you began. These are the agent’s words, and no proof of what it does.</span>
        </p>
      )}
      <Use use={question.use} />
      <Problem error={answer.error} />
      <div className={css.buttons}>
        <Button variant="default" disabled={answer.isPending} onClick={() => give(false)}>Deny</Button>
        <Button variant="default" disabled={answer.isPending} onClick={() => give(true)}>Allow once</Button>
      </div>
    </Panel>
  );
}
