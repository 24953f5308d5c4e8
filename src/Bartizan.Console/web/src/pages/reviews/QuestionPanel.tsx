import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAnswer, useAssign } from '../../api/reviews';
import { useMay } from '../../api/session';
import type { AnswerQuestion, QuestionView } from '../../api/types';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { SidePanel } from '../../components/SidePanel';
import { Time } from '../../components/Text';
import { plural } from '../../lib/format';
import { meaning, subject, whose } from '../../lib/reviews';
import css from './Reviews.module.css';

type Given = NonNullable<AnswerQuestion['answer']>;

/** What is this authority, what was done with it, and what should become of it? */
export function QuestionPanel({ question, onClose }: { question: QuestionView; onClose: () => void }) {
  const manages = useMay('manageReviews');
  const answers = useMay('answerReviews');
  const [asking, setAsking] = useState<Given | 'assign'>();
  const may = manages || (answers && question.isMine);
  const means = meaning(question);
  return (
    <SidePanel id={question.id} label="Chosen question" head={subject(question)} onClose={onClose}>
      <Evidence question={question} />
      {question.answer === null ? (
        <Panel title="Is it still needed?" note={question.isMine ? undefined : <>asked: <bdi>{question.reviewer}</bdi></>}>
          <div className={css.answers}>
            <Choice text={means.keep}><Button variant="default" disabled={!may} onClick={() => setAsking('keep')}>Keep</Button></Choice>
            {question.canBeNarrowed && <Choice text={means.narrow}><Button variant="default" disabled={!may} onClick={() => setAsking('narrow')}>Narrow…</Button></Choice>}
            <Choice text={means.remove}><Button variant="default" className={css.remove} disabled={!may} onClick={() => setAsking('remove')}>Remove…</Button></Choice>
          </div>
          <p className={css.text}>Without an answer it is removed <Time value={question.due} />.{!may && ` ${question.reviewer} is asked; an admin or architect can answer too.`}</p>
          {manages && <Button variant="subtle" size="compact-sm" onClick={() => setAsking('assign')}>Ask somebody else…</Button>}
        </Panel>
      ) : <Answered question={question} />}
      {asking === 'assign' && <Assign question={question} onClose={() => setAsking(undefined)} />}
      {asking && asking !== 'assign' && <Give question={question} answer={asking} onClose={() => setAsking(undefined)} />}
    </SidePanel>
  );
}

/** What is known of it. */
function Evidence({ question }: { question: QuestionView }) {
  const { evidence } = question;
  const others = question.kind === 'agent' ? 'others of its kind used something' : 'other blueprints have the same';
  return (
    <Panel title="What is known" note={whose(question)}>
      <FactList facts={[
        ['Used', evidence.uses > 0 ? plural(evidence.uses, 'time', 'times') : <strong className={css.unused}>not once</strong>],
        ['Last', evidence.last && <Time value={evidence.last} />],
        ['Counted since', <Time value={evidence.from} />],
        ['Reach', question.kind !== 'consent' && question.kind !== 'agent' && `${plural(evidence.agents, 'agent has', 'agents have')} it, ${evidence.agentsThatUsed} used it`],
        ['Peers', evidence.peersInAll > 0 && `${evidence.peers} of ${evidence.peersInAll} ${others}`],
        ['Given by', evidence.givenBy && <><bdi>{evidence.givenBy}</bdi>{evidence.given && <>, <Time value={evidence.given} /></>}</>],
        ['Review', question.title],
      ]} />
      {evidence.names.length > 0 && (question.entry.endsWith('*') || question.kind === 'agent' || question.kind === 'consent') && (
        <>
          <p className={css.label}>What of it was used{evidence.namesInAll > evidence.names.length && `, ${evidence.names.length} of ${evidence.namesInAll}`}</p>
          <ul className={css.names}>{evidence.names.map((name) => <li key={name}>{name}</li>)}</ul>
        </>
      )}
      {evidence.notes.map((note) => <p key={note} className={css.note}>{note}</p>)}
    </Panel>
  );
}

function Answered({ question }: { question: QuestionView }) {
  return (
    <Panel title="Answered">
      <FactList facts={[['Answer', question.answer], ['By', question.by], ['When', question.at && <Time value={question.at} />], ['Why', question.reason], ['Done', question.outcome ?? 'not yet']]} />
    </Panel>
  );
}

function Choice({ text, children }: { text: string; children: React.ReactNode }) {
  return <div className={css.choice}>{children}<span className="quiet">{text}</span></div>;
}

function Give({ question, answer, onClose }: { question: QuestionView; answer: Given; onClose: () => void }) {
  const give = useAnswer(question.id);
  const [reason, setReason] = useState('');
  const word = { keep: 'Keep', narrow: 'Narrow', remove: 'Remove' }[answer];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate({ answer, reason }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`${word} ${subject(question)}?`} size={440}>
      <form className={css.form} onSubmit={submit}>
        <p>{meaning(question)[answer]}</p>
        <Textarea label="Why" description={answer === 'keep' ? 'For the ledger; may be left empty.' : 'For the ledger.'} autosize minRows={2} maxLength={500} data-autofocus value={reason}
          onChange={(event) => setReason(event.target.value.replace(/\n/g, ' '))} />
        <Problem error={give.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>Not now</Button>
          <Button type="submit" className={answer === 'remove' ? css.do : undefined} loading={give.isPending} disabled={answer !== 'keep' && !reason.trim()}>{word}</Button>
        </div>
      </form>
    </Modal>
  );
}

function Assign({ question, onClose }: { question: QuestionView; onClose: () => void }) {
  const assign = useAssign(question.id);
  const [reviewer, setReviewer] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    assign.mutate(reviewer.trim(), { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title="Ask somebody else" size={400}>
      <form className={css.form} onSubmit={submit}>
        <TextInput label="Account" description="The name they sign in with." data-autofocus value={reviewer} onChange={(event) => setReviewer(event.target.value)} />
        <Problem error={assign.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={assign.isPending} disabled={!reviewer.trim()}>Ask</Button>
        </div>
      </form>
    </Modal>
  );
}
