import { Link } from 'wouter';
import { useRequest } from '../../api/access';
import { useMay } from '../../api/session';
import type { AccessRequestDetail, AccessRequestRow } from '../../api/types';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { SidePanel } from '../../components/SidePanel';
import { Failed, SkeletonRows } from '../../components/States';
import { Id, Time } from '../../components/Text';
import { plural } from '../../lib/format';
import { useLink } from '../../lib/url';
import { State } from './columns';
import { Decide } from './Decide';
import { Compared } from './Compared';
import { Shown } from './Shown';
import { TakeBack } from './TakeBack';
import css from './RequestPanel.module.css';

/** What exactly would be done, for whom, and why does policy ask? */
export function RequestPanel({ request, onClose }: { request: AccessRequestRow; onClose: () => void }) {
  const may = useMay('approveAccess');
  const detail = useRequest(request.id, may);
  const link = useLink();
  return (
    <SidePanel id={request.id} label="Chosen request" head={request.resource} onClose={onClose}>
      <Panel title="Who asks">
        <FactList facts={[
          ['State', <State state={request.state} automatic={request.automatic} />],
          ['Agent', <>{request.agent}, owned by {request.owner}</>],
          ...(detail.data?.chain ?? []).map((member): [string, React.ReactNode] => ['For', <>{member.name}, owned by {member.owner}</>]),
          ['Action', request.action],
          ['Asked', <><Time value={request.created} />, {plural(request.asked, 'time')}</>],
          ['Open until', <Time value={request.ends} />],
          ['Usual', detail.data && usual(detail.data)],
          ['Exchange', request.exchange.startsWith('exc_') && <Link href={link(`/exchanges/${request.exchange}`)}>{request.exchange}</Link>],
          ['Denied', detail.data?.deniedBy && <>by {detail.data.deniedBy}{detail.data.reason && `: ${detail.data.reason}`}</>],
        ]} />
      </Panel>
      {!may ? <Panel title="The call"><p className={css.text}>Your roles do not include approving, so what would be sent is not shown. An admin can give you the role approver.</p></Panel>
        : detail.isPending ? <SkeletonRows rows={6} height={14} gap={8} />
        : !detail.data ? <Failed what="The request" error={detail.error} again={() => void detail.refetch()} />
        : <Whole detail={detail.data} />}
    </SidePanel>
  );
}

const usual = ({ usual }: AccessRequestDetail) =>
  usual === null ? null : usual === 0 ? 'it never passed for this agent in the 30 days before' : `it passed ${plural(usual, 'time')} for this agent in the 30 days before, with whatever arguments`;

function Whole({ detail }: { detail: AccessRequestDetail }) {
  return (
    <>
      <Panel title="The exact call" note="an approval is good for this and nothing else" flush>
        <Shown lines={detail.lines} label="The exact call" />
      </Panel>
      {detail.compared && <Compared compared={detail.compared} />}
      {detail.policies.map((policy) => (
        <Panel key={policy.id} title={`Held by ${policy.id}`} note={`asks ${policy.asks}`} flush>
          <Shown lines={[...(policy.message ? [`// ${policy.message}`] : []), policy.text]} label={`Policy ${policy.id}`} />
        </Panel>
      ))}
      {detail.automatic?.policies.map((policy) => (
        <Panel key={policy.id} title={`Approved by policy ${policy.id}`} note={detail.automatic?.effect === 'read' ? 'it only reads' : 'it can be undone'} flush>
          <Shown lines={[policy.text]} label={`Policy ${policy.id}`} />
        </Panel>
      ))}
      {(detail.approvals.length > 0 || detail.grant) && (
        <Panel title="Approvals">
          <FactList facts={[
            ...detail.approvals.map((approval): [string, React.ReactNode] => [approval.name, <><Time value={approval.at} />, {plural(approval.uses, 'use')} until <Time value={approval.until} /></>]),
            ['Grant', detail.grant && <><Id id={detail.grant.id} what="grant" /> used {detail.grant.used} of {detail.grant.uses}{detail.grant.revokedBy && `, taken back by ${detail.grant.revokedBy}`}</>],
          ]} />
        </Panel>
      )}
      {detail.request.state === 'waiting' && <Decide detail={detail} />}
      {detail.grant && !detail.grant.revokedBy && <TakeBack id={detail.request.id} />}
    </>
  );
}
