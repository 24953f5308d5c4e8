import { Button, NativeSelect } from '@mantine/core';
import { useReview, useStartReview } from '../../../api/policies';
import type { PolicyReviewView, StartReview } from '../../../api/types';
import { Problem } from '../../../components/Problem';
import { whole } from '../../../lib/format';
import { ReviewResult } from './ReviewResult';
import css from './Editor.module.css';

/** A review that was begun, and how it stands. */
export function useReviewing() {
  const start = useStartReview();
  const follow = useReview(start.data?.id);
  const view: PolicyReviewView | undefined = start.isPending ? undefined : follow.data ?? start.data;
  return { start: (body: StartReview) => start.mutate(body), view, busy: start.isPending || (view !== undefined && (view.state === 'waiting' || view.state === 'running')), error: start.error ?? follow.error, subject: start.variables };
}

export type Reviewing = ReturnType<typeof useReviewing>;

/** How a review stands: a bar while it runs, then what it found. */
export function Review({ reviewing, days, onDays, verb, disabled, onStart }: { reviewing: Reviewing; days: number; onDays: (days: number) => void; verb: string; disabled: boolean; onStart: () => void }) {
  const { view, busy, error } = reviewing;
  return (
    <div className={css.part}>
      <div className={css.start}>
        <Button variant={view?.state === 'done' ? 'default' : 'filled'} loading={busy} disabled={disabled} onClick={onStart}>{verb}</Button>
        <NativeSelect aria-label="Recorded decisions of" value={String(days)} onChange={(event) => onDays(Number(event.target.value))}
          data={[{ value: '1', label: 'last day' }, { value: '7', label: 'last 7 days' }, { value: '30', label: 'last 30 days' }, { value: '90', label: 'last 90 days' }, { value: '365', label: 'last year' }]} />
      </div>
      <Problem error={error} />
      {busy && view && (
        <div role="status">
          <p className="quiet">{view.state === 'waiting' ? 'Waits for another review to end' : `${view.stage}…`} {view.total > 0 && `${whole(view.done)} of ${whole(view.total)}`}</p>
          <progress className={css.progress} value={view.total > 0 ? view.done : undefined} max={Math.max(1, view.total)} aria-label={view.stage || 'Waiting'} />
        </div>
      )}
      {view?.state === 'broken' && <Problem error="The review could not be finished; the server’s log says why. Try again." />}
      {view?.state === 'stopped' && <p className="quiet">The review was given up for a newer one of yours.</p>}
      {view?.result && <ReviewResult result={view.result} days={view.days} />}
    </div>
  );
}
