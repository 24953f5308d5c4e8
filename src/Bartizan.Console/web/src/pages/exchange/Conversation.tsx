import { useMeta } from '../../api/meta';
import type { ExchangeDetail, SegmentView } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Snippet } from '../../components/Text';
import { recordText } from '../../lib/commands';
import { Segment } from './Segment';
import type { Side } from './tone';
import css from './Conversation.module.css';

/** The conversation as the guard read it. */
export function Conversation({ detail, brief = false }: { detail: ExchangeDetail; brief?: boolean }) {
  return (
    <div className={css.conversation}>
      <Unread detail={detail} />
      <Part title="Request" side="request" segments={detail.request} detail={detail} brief={brief} none="The request could not be read." />
      <Part title="Answer" side="response" segments={detail.response} detail={detail} brief={brief}
        none={detail.row.upstream === null ? 'The model was never asked.' : 'The model answered nothing.'} />
    </div>
  );
}

function Part({ title, side, segments, detail, brief, none }: {
  title: string;
  side: Side;
  segments: SegmentView[];
  detail: ExchangeDetail;
  brief: boolean;
  none: string;
}) {
  const longest = Math.max(1, ...detail.request.map((segment) => segment.length), ...detail.response.map((segment) => segment.length));
  return (
    <section className={css.part} aria-label={title}>
      <h2 className={css.title}>{title}</h2>
      {segments.length === 0 && <p className="quiet">{none}</p>}
      {segments.map((segment) => (
        <Segment key={segment.index} segment={segment} side={side} decisions={detail.decisions} brief={brief} longest={longest} />
      ))}
    </section>
  );
}

/** Why there is no text, and what would change that. */
function Unread({ detail }: { detail: ExchangeDetail }) {
  const recording = useMeta().data?.recordsContent;
  if (detail.content === 'shown') return null;
  return (
    <div className={css.unread}>
      <Icon name="lock" />
      <div>
        {detail.content === 'notRecorded' && (
          <>
            <p>The text was not recorded: each bar is as long as its text, with the findings where they stood.</p>
            {recording === false && (
              <>
                <p className="quiet">To keep the text of later exchanges, sealed under the store’s own key, write into bartizan.yaml</p>
                <Snippet text={recordText} label="setting" />
              </>
            )}
            {recording && <p className="quiet">Recording is on now; this exchange is from before.</p>}
          </>
        )}
        {detail.content === 'noRight' && <p>The text is sealed. Your roles do not include reading it; an admin can grant you one that does (analyst, architect or auditor).</p>}
        {detail.content === 'unreadable' && <p>The text is sealed, and the key that opens it is gone from the store.</p>}
      </div>
    </div>
  );
}
