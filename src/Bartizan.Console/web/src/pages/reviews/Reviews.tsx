import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useOpenQuestions, useProposals, useReviews } from '../../api/reviews';
import { useMay } from '../../api/session';
import { DataTable } from '../../components/DataTable';
import { Export } from '../../components/Export';
import { Freshness } from '../../components/Freshness';
import { Icon } from '../../components/Icon';
import css from '../../components/ListPage.module.css';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { useParam } from '../../lib/url';
import { Begin } from './Begin';
import { proposalColumns, questionColumns, reviewColumns } from './columns';
import { ProposalPanel } from './ProposalPanel';
import { QuestionPanel } from './QuestionPanel';
import { ReviewPanel } from './ReviewPanel';

/** Is every authority still needed, and who says so? */
export default function Reviews() {
  const [tab, setTab] = useParam('tab');
  const reviews = useReviews();
  const proposals = useProposals();
  const may = useMay('manageReviews');
  const [beginning, setBeginning] = useState(false);
  const waiting = reviews.data?.waiting ?? 0;
  const open = proposals.data?.items.filter((proposal) => proposal.state === 'open').length ?? 0;
  const begin = <Button disabled={!may} leftSection={<Icon name="plus" size={14} />} onClick={() => setBeginning(true)}>Begin a review…</Button>;

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Reviews" note={waiting > 0 ? `${plural(waiting, 'question waits', 'questions wait')} for you` : 'nothing waits for you'}>
          <SegmentedControl aria-label="Which" value={tab || 'questions'} onChange={(value) => setTab(value === 'questions' ? '' : value)}
            data={[{ value: 'questions', label: 'Questions' }, { value: 'reviews', label: 'Reviews' }, { value: 'proposals', label: open > 0 ? `Proposals (${open})` : 'Proposals' }]} />
          {begin}
        </PageHead>
      </div>
      {tab === 'reviews' ? <ReviewList begin={begin} /> : tab === 'proposals' ? <ProposalList /> : <QuestionList begin={begin} />}
      {beginning && <Begin onClose={() => setBeginning(false)} onBegun={() => setTab('')} />}
    </div>
  );
}

function QuestionList({ begin }: { begin: React.ReactNode }) {
  const questions = useOpenQuestions();
  const [open, setOpen] = useParam('question');
  const [sort, setSort] = useParam('sort');
  const items = questions.data?.items ?? [];
  const chosen = items.find((question) => question.id === open);
  const unused = items.filter((question) => question.evidence.uses === 0).length;
  return (
    <>
      <Bar text={items.length > 0 ? `${plural(items.length, 'question', 'questions')} open, ${unused} about what was not used` : ''}>
        <Freshness at={questions.dataUpdatedAt} everyMs={10_000} failing={questions.isError} again={() => void questions.refetch()} />
        <Export name="review-questions" rows={items} />
      </Bar>
      <div className={css.body}>
        {questions.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !questions.data ? <div className={css.fill}><Failed what="Reviews" error={questions.error} again={() => void questions.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="check" title="No question is open">
                <p>A review asks those who vouch for agents whether each model, tool and consent is still needed, and tells them what was used. What nobody answers in time is removed.</p>
                {begin}
              </Empty>
            </div>
          ) : (
            <DataTable label="Questions" columns={questionColumns} rows={items} id={(question) => question.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort}
              onSort={setSort} dim={(question) => !question.isMine} />
          )}
        {chosen && <QuestionPanel key={chosen.id} question={chosen} onClose={() => setOpen('', true)} />}
      </div>
    </>
  );
}

function ReviewList({ begin }: { begin: React.ReactNode }) {
  const reviews = useReviews();
  const [open, setOpen] = useParam('review');
  const [sort, setSort] = useParam('sort');
  const items = reviews.data?.items ?? [];
  const chosen = items.find((review) => review.id === open);
  return (
    <>
      <Bar text={items.length > 0 ? `${plural(items.filter((review) => !review.closed).length, 'review', 'reviews')} under way` : ''}>
        <Freshness at={reviews.dataUpdatedAt} everyMs={10_000} failing={reviews.isError} again={() => void reviews.refetch()} />
        <Export name="reviews" rows={items} />
      </Bar>
      <div className={css.body}>
        {reviews.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !reviews.data ? <div className={css.fill}><Failed what="Reviews" error={reviews.error} again={() => void reviews.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="check" title="Nothing was reviewed yet">
                <p>Reviews that people begin stand here, and those that a changed tool, a model served from elsewhere or an owner who left set off.</p>
                {begin}
              </Empty>
            </div>
          ) : (
            <DataTable label="Reviews" columns={reviewColumns} rows={items} id={(review) => review.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort} onSort={setSort}
              dim={(review) => review.closed !== null} />
          )}
        {chosen && <ReviewPanel key={chosen.id} review={chosen} onClose={() => setOpen('', true)} />}
      </div>
    </>
  );
}

function ProposalList() {
  const proposals = useProposals();
  const [open, setOpen] = useParam('proposal');
  const [sort, setSort] = useParam('sort');
  const items = proposals.data?.items ?? [];
  const chosen = items.find((proposal) => proposal.id === open);
  return (
    <>
      <Bar text={items.length > 0 ? `${plural(items.filter((proposal) => proposal.state === 'open').length, 'proposal', 'proposals')} open` : ''}>
        <Freshness at={proposals.dataUpdatedAt} everyMs={10_000} failing={proposals.isError} again={() => void proposals.refetch()} />
        <Export name="proposals" rows={items} />
      </Bar>
      <div className={css.body}>
        {proposals.isPending ? <div className={css.fill}><SkeletonRows rows={8} height={24} gap={20} /></div>
          : !proposals.data ? <div className={css.fill}><Failed what="Proposals" error={proposals.error} again={() => void proposals.refetch()} /></div>
          : items.length === 0 ? (
            <div className={css.fill}>
              <Empty icon="blueprints" title="No authority looks too wide">
                <p>What a blueprint allows and its agents did not use for 30 days is proposed to be taken away, tried on everything that was recorded.</p>
                <Snippet text="bartizan review propose --unused-for 30d" label="command" />
              </Empty>
            </div>
          ) : (
            <DataTable label="Proposals" columns={proposalColumns} rows={items} id={(proposal) => proposal.id} open={open} onOpen={(id) => setOpen(id, open !== '')} sort={sort}
              onSort={setSort} dim={(proposal) => proposal.state !== 'open'} />
          )}
        {chosen && <ProposalPanel key={chosen.id} proposal={chosen} onClose={() => setOpen('', true)} />}
      </div>
    </>
  );
}

function Bar({ text, children }: { text: string; children: React.ReactNode }) {
  return <div className={css.bar}><span className="quiet">{text}</span>{children}</div>;
}
