import type { NarrowedView, QuestionView, ReviewView } from '../api/types';

/** What a question is about, as one line. */
export const subject = (question: Pick<QuestionView, 'kind' | 'entry' | 'name'>) =>
  question.kind === 'agent' ? question.name : question.kind === 'consent' ? `${question.name} for ${question.entry}` : question.entry;

/** Whose it is, as the line below. */
export const whose = (question: Pick<QuestionView, 'kind' | 'name'>) =>
  ({ model: `model of ${question.name}`, tool: `tool of ${question.name}`, agent: 'agent, with everything it may do', consent: 'what a person let an agent do' })[question.kind];

/** What an answer means for it, so that nobody has to guess. */
export const meaning = (question: Pick<QuestionView, 'kind' | 'name'>) => ({
  keep: 'It stays as it is.',
  narrow: 'The entry is replaced by the names that were used.',
  remove: ({
    model: `${question.name} loses it at once.`,
    tool: `${question.name} loses it at once.`,
    agent: 'The agent is suspended at once, and what it does is cut.',
    consent: 'It is taken back at once, with every token that came of it.',
  })[question.kind],
});

/** The parts of a review's bar, in the order in which they stand. */
export const parts = (review: ReviewView) =>
  ([['kept', review.kept], ['removed', review.removed], ['open', review.open]] as const).filter(([, count]) => count > 0);

/** What of a proposal's change goes and what comes. */
export const change = (narrowed: NarrowedView) => ({
  gone: narrowed.setting === 'depth' ? `depth ${narrowed.entry}` : narrowed.entry || `any of ${narrowed.setting}`,
  instead: narrowed.setting === 'depth' ? [`depth ${narrowed.instead[0]}`] : narrowed.instead,
});
