import type { ProposalView, QuestionView, ReviewView } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { StateChip, type Tone } from '../../components/StateChip';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';
import { plural } from '../../lib/format';
import { change, parts, subject, whose } from '../../lib/reviews';
import css from './Reviews.module.css';

const answerWord = { keep: 'Kept', narrow: 'Narrowed', remove: 'Removed' } as const;
const answerTone = { keep: 'allow', narrow: 'block', remove: 'block' } as const satisfies Record<string, Tone>;
const stateTone = { open: 'hold', accepted: 'allow', declined: 'quiet', lapsed: 'quiet', overtaken: 'quiet' } as const satisfies Record<string, Tone>;
const stateWord = { open: 'Open', accepted: 'Accepted', declined: 'Declined', lapsed: 'Lapsed', overtaken: 'Overtaken' } as const;

/** What was said of a question. */
export function Answer({ question }: { question: QuestionView }) {
  return <StateChip tone={question.answer ? answerTone[question.answer] : 'hold'}>{question.answer ? answerWord[question.answer] : 'Open'}</StateChip>;
}

/** How much of a review is answered, and how. */
export function Progress({ review }: { review: ReviewView }) {
  const text = `${review.kept} kept, ${review.removed} removed or narrowed, ${review.open} open`;
  return (
    <span className={css.progress} role="img" aria-label={text} title={text}>
      {parts(review).map(([part, count]) => <span key={part} data-part={part} style={{ flexGrow: count }} />)}
    </span>
  );
}

function Use({ question }: { question: QuestionView }) {
  return question.evidence.uses === 0
    ? <span className={css.unused}>not used</span>
    : <TwoLines name={plural(question.evidence.uses, 'time', 'times')} below={question.evidence.namesInAll > 1 ? `${question.evidence.namesInAll} names` : ' '} />;
}

export const questionColumns: Column<QuestionView>[] = [
  { key: 'what', name: 'Authority', by: subject, cell: (question) => <TwoLines name={subject(question)} below={whose(question)} /> },
  { key: 'uses', name: 'Used', figure: true, by: (question) => question.evidence.uses, cell: (question) => <Use question={question} /> },
  { key: 'last', name: 'Last', wide: true, by: (question) => question.evidence.last ?? '', cell: (question) => (question.evidence.last ? <Time value={question.evidence.last} /> : <span className="quiet">never</span>) },
  { key: 'reviewer', name: 'Asked', by: (question) => question.reviewer, cell: (question) => (question.isMine ? <strong>you</strong> : <bdi>{question.reviewer}</bdi>) },
  { key: 'due', name: 'Due', by: (question) => question.due, cell: (question) => <Time value={question.due} /> },
  { key: 'review', name: 'Review', wide: true, by: (question) => question.title, cell: (question) => <span className="clip" title={question.title}>{question.title}</span> },
];

export const reviewColumns: Column<ReviewView>[] = [
  { key: 'title', name: 'Review', by: (review) => review.title, cell: (review) => <TwoLines name={review.title} below={review.isTriggered ? 'set off by a change' : `by ${review.by}`} /> },
  { key: 'progress', name: 'Answered', row: true, by: (review) => review.open / review.questions, cell: (review) => <div className={css.answered}><Progress review={review} /><span className="quiet">{review.questions - review.open} of {review.questions}</span></div> },
  { key: 'created', name: 'Begun', wide: true, by: (review) => review.created, cell: (review) => <Time value={review.created} /> },
  { key: 'due', name: 'Due', by: (review) => review.due, cell: (review) => (review.closed ? <span className="quiet">closed <Time value={review.closed} /></span> : <Time value={review.due} />) },
];

export const proposalColumns: Column<ProposalView>[] = [
  { key: 'name', name: 'Blueprint', by: (proposal) => proposal.name, cell: (proposal) => <TwoLines name={proposal.name} below={`version ${proposal.version}`} /> },
  { key: 'changes', name: 'Would go', row: true, by: (proposal) => proposal.changes.length, cell: (proposal) => <span className="clip" title={proposal.changes.map((narrowed) => change(narrowed).gone).join(', ')}>{proposal.changes.map((narrowed) => change(narrowed).gone).join(', ')}</span> },
  { key: 'refused', name: 'Would break', figure: true, by: (proposal) => proposal.refused, cell: (proposal) => `${proposal.refused.toLocaleString('en')} of ${proposal.passed.toLocaleString('en')}` },
  { key: 'owner', name: 'Asked', wide: true, by: (proposal) => proposal.owner, cell: (proposal) => <bdi>{proposal.owner}</bdi> },
  { key: 'state', name: 'State', by: (proposal) => proposal.state, cell: (proposal) => <StateChip tone={stateTone[proposal.state]}>{stateWord[proposal.state]}</StateChip> },
  { key: 'until', name: 'Until', by: (proposal) => proposal.until, cell: (proposal) => <Time value={proposal.until} /> },
];
