import { ActionIcon } from '@mantine/core';
import { useLocation } from 'wouter';
import { Icon } from '../../components/Icon';
import { PageHead } from '../../components/Panel';
import { Failed, SkeletonRows } from '../../components/States';
import { Id } from '../../components/Text';
import { useLink } from '../../lib/url';
import { Conversation } from './Conversation';
import { DecisionList } from './DecisionList';
import { Facts } from './Facts';
import { FindingList } from './FindingList';
import { Judgement } from './Judgement';
import { Proof } from './Proof';
import { TimeStrip } from './TimeStrip';
import { useExchange } from './useExchange';
import css from './Exchange.module.css';

/** What happened in this exchange, why, and can it be proven? */
export default function Exchange({ id }: { id: string }) {
  const exchange = useExchange(id);
  const [, go] = useLocation();
  const link = useLink();
  const back = () => (history.length > 1 ? history.back() : go(link('/exchanges')));
  const detail = exchange.data;
  return (
    <div className={css.page}>
      <PageHead
        title={
          <span className={css.title}>
            <ActionIcon aria-label="Back" onClick={back}><Icon name="left" /></ActionIcon>
            Exchange <Id id={id} what="exchange id" />
          </span>
        }
      />
      {exchange.isPending && <SkeletonRows rows={14} />}
      {exchange.isError && !detail && <Failed what="This exchange" error={exchange.error} again={() => void exchange.refetch()} />}
      {detail && (
        <div className={css.columns}>
          <div className={css.column}>
            <DecisionList detail={detail} open />
            <Conversation detail={detail} />
          </div>
          <aside className={css.column} aria-label="Findings, time and proof">
            <Facts row={detail.row} sensitivity={detail.sensitivity} />
            <FindingList detail={detail} />
            <Judgement detail={detail} />
            <TimeStrip timing={detail.timing} />
            <Proof proof={detail.proof} />
          </aside>
        </div>
      )}
    </div>
  );
}
