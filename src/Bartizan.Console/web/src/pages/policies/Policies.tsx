import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useLocation } from 'wouter';
import { usePolicies } from '../../api/policies';
import { useMay } from '../../api/session';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, NoRight, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { useParam } from '../../lib/url';
import { PolicyReader } from './PolicyReader';
import { PolicyTest } from './PolicyTest';
import { Recorded } from './Recorded';
import css from './Policies.module.css';

// Who only reads need not wait for the editor.
const Editor = lazy(() => import('./edit/Editor'));
const Compare = lazy(() => import('./edit/Compare'));

const inForce = (all: number, shadow: number) =>
  `${plural(all - shadow, 'policy', 'policies')} in force${shadow > 0 ? `, ${shadow} in shadow` : ''}`;

/** What is allowed, and why. */
export default function Policies() {
  const policies = usePolicies();
  const [tab] = useParam('tab');
  const [, go] = useLocation();
  const [exchange] = useParam('exchange');
  const [decision] = useParam('decision');
  const may = useMay('testPolicies');
  const items = policies.data?.items ?? [];
  const reads = !['test', 'edit', 'compare'].includes(tab);
  return (
    <div className={css.page}>
      <PageHead title="Policies" note={items.length > 0 && inForce(items.length, policies.data?.trials.length ?? 0)}>
        <SegmentedControl aria-label="View" value={tab || 'read'} onChange={(value) => go(value === 'read' ? '/policies' : `/policies?tab=${value}`)}
          data={[{ value: 'read', label: 'Read' }, { value: 'test', label: 'Test' }, { value: 'edit', label: 'Edit' }, { value: 'compare', label: 'Compare' }]} />
      </PageHead>
      {policies.isPending && <SkeletonRows rows={10} height={28} />}
      {policies.isError && !policies.data && <Failed what="Policies" error={policies.error} again={() => void policies.refetch()} />}
      {tab === 'test' && policies.data && (may ? exchange ? <Recorded exchange={exchange} decision={Number(decision)} /> : <PolicyTest policies={items} /> : <NoRight what="Testing policies" right="testPolicies" />)}
      {tab === 'edit' && (may ? <Suspense fallback={<SkeletonRows rows={12} />}><Editor /></Suspense> : <NoRight what="Editing policies" right="testPolicies" />)}
      {tab === 'compare' && (may ? <Suspense fallback={<SkeletonRows rows={12} />}><Compare /></Suspense> : <NoRight what="Comparing policies" right="testPolicies" />)}
      {reads && policies.data && items.length === 0 && (
        <Empty icon="policies" title="No policy is loaded, so nothing is permitted">
          <p>Policies are files in the Cedar language. Check one with</p>
          <Snippet text="bartizan policy check content/policies" label="command" />
        </Empty>
      )}
      {reads && items.length > 0 && <PolicyReader policies={items} trials={policies.data?.trials ?? []} />}
    </div>
  );
}
