import { SegmentedControl } from '@mantine/core';
import { usePolicies } from '../../api/policies';
import { useMay } from '../../api/session';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, NoRight, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { plural } from '../../lib/format';
import { useParam } from '../../lib/url';
import { PolicyReader } from './PolicyReader';
import { PolicyTest } from './PolicyTest';
import css from './Policies.module.css';

const inForce = (all: number, shadow: number) =>
  `${plural(all - shadow, 'policy', 'policies')} in force${shadow > 0 ? `, ${shadow} in shadow` : ''}`;

/** What is allowed, and why. */
export default function Policies() {
  const policies = usePolicies();
  const [tab, setTab] = useParam('tab');
  const may = useMay('testPolicies');
  const items = policies.data?.items ?? [];
  return (
    <div className={css.page}>
      <PageHead title="Policies" note={items.length > 0 && inForce(items.length, policies.data?.trials.length ?? 0)}>
        <SegmentedControl aria-label="View" value={tab || 'read'} onChange={(value) => setTab(value === 'read' ? '' : value)}
          data={[{ value: 'read', label: 'Read' }, { value: 'test', label: 'Test a request' }]} />
      </PageHead>
      {policies.isPending && <SkeletonRows rows={10} height={28} />}
      {policies.isError && !policies.data && <Failed what="Policies" error={policies.error} again={() => void policies.refetch()} />}
      {tab === 'test' && policies.data && (may ? <PolicyTest policies={items} /> : <NoRight what="Testing policies" right="testPolicies" />)}
      {tab !== 'test' && policies.data && items.length === 0 && (
        <Empty icon="policies" title="No policy is loaded, so nothing is permitted">
          <p>Policies are files in the Cedar language. Check one with</p>
          <Snippet text="bartizan policy check content/policies" label="command" />
        </Empty>
      )}
      {tab !== 'test' && items.length > 0 && <PolicyReader policies={items} trials={policies.data?.trials ?? []} />}
    </div>
  );
}
