import { Button } from '@mantine/core';
import { useQuestionsOf } from '../../api/reviews';
import type { ReviewView } from '../../api/types';
import { FactList } from '../../components/FactList';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { SidePanel } from '../../components/SidePanel';
import { Failed, SkeletonRows } from '../../components/States';
import { Id, Snippet, Time } from '../../components/Text';
import { subject } from '../../lib/reviews';
import { Answer, Progress } from './columns';
import css from './Reviews.module.css';

/** How far is this review, who said what, and where is the proof? */
export function ReviewPanel({ review, onClose }: { review: ReviewView; onClose: () => void }) {
  const questions = useQuestionsOf(review.id);
  return (
    <SidePanel id={review.id} label="Chosen review" head={review.title} onClose={onClose}>
      <Panel title="How far it is">
        <Progress review={review} />
        <p className={css.legend}>
          <span data-part="kept">{review.kept} kept</span><span data-part="removed">{review.removed} removed or narrowed</span><span data-part="open">{review.open} open</span>
        </p>
        <FactList facts={[
          ['Begun by', review.isTriggered ? 'a change' : review.by],
          ['Begun', <Time value={review.created} />],
          ['Due', <Time value={review.due} />],
          ['Closed', review.closed && <Time value={review.closed} />],
          ['Id', <Id id={review.id} what="review id" />],
        ]} />
      </Panel>
      <Panel title="Certification">
        {review.closed ? (
          <div className={css.proof}>
            <p className={css.text}>Everything that was recorded of it, each fact with its ledger proof. Anybody can check the file without this server.</p>
            <Button component="a" variant="default" leftSection={<Icon name="download" size={14} />} href={`/api/reviews/${review.id}/certification`} download>Download</Button>
            <Snippet text={`bartizan review verify certification-${review.id}.json`} label="command" />
          </div>
        ) : <p className={css.text}>It is made when the review is closed: when everything is answered, or at its due time.</p>}
      </Panel>
      <Panel title="Questions" flush>
        {questions.isPending ? <SkeletonRows rows={4} /> : !questions.data ? <Failed what="Questions" error={questions.error} again={() => void questions.refetch()} /> : (
          <ul className={css.questions}>
            {questions.data.items.map((question) => (
              <li key={question.id}>
                <span className={css.about}><span className="clip" title={subject(question)}>{subject(question)}</span>
                  <span className="quiet">{question.by ? <><bdi>{question.by}</bdi>{question.reason && <>: <bdi>{question.reason}</bdi></>}</> : <>asked: <bdi>{question.reviewer}</bdi></>}</span></span>
                <Answer question={question} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </SidePanel>
  );
}
