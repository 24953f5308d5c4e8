import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useMandates } from '../../api/mandates';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import page from '../../components/ListPage.module.css';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { works } from '../../lib/mandates';
import css from './Mandates.module.css';
import { Work } from './Work';

const howTo = `authorization_details=[{
  "type": "bartizan_mandate",
  "purpose": "refund order 17",
  "limits": ["20 requests", "2.50 USD"],
  "depth": 1, "expires_in": 1800 }]`;

/** Which pieces of work do agents do now, for whom, and what is left of what they may spend? */
export default function Mandates() {
  const mandates = useMandates();
  const [over, setOver] = useState(false);
  const all = works(mandates.data?.items ?? []);
  const shown = over ? all : all.filter((work) => work.some((mandate) => mandate.counts));
  const going = all.filter((work) => work.some((mandate) => mandate.counts)).length;

  return (
    <div className={page.page}>
      <div className={page.head}>
        <PageHead title="Mandates" note={all.length > 0 && `${plural(going, 'piece', 'pieces')} of work under way`}>
          {all.length > going && (
            <SegmentedControl aria-label="Which" value={over ? 'all' : 'going'} onChange={(value) => setOver(value === 'all')}
              data={[{ value: 'going', label: 'Under way' }, { value: 'all', label: 'All' }]} />
          )}
          <Freshness at={mandates.dataUpdatedAt} everyMs={5_000} failing={mandates.isError} again={() => void mandates.refetch()} />
          <Export name="mandates" rows={shown.flat()} />
        </PageHead>
      </div>
      <div className={page.body}>
        <div className={page.fill}>
          {mandates.isPending ? <SkeletonRows rows={8} height={24} gap={20} />
            : !mandates.data ? <Failed what="Mandates" error={mandates.error} again={() => void mandates.refetch()} />
            : shown.length === 0 ? (
              <Empty icon="mandates" title={all.length === 0 ? 'No agent works under a mandate' : 'No piece of work is under way'}>
                <p>A mandate says what a piece of work is for, what it may spend and how far it may be handed on. Agents ask for one with their token, people give one with their consent.</p>
                <Snippet text={howTo} label="request" />
              </Empty>
            ) : (
              <div className={css.works}>
                {shown.map((work) => <Work key={work[0]?.id} mandates={work} />)}
              </div>
            )}
        </div>
      </div>
    </div>
  );
}
