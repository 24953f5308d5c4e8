import { Button, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../api/session';
import { useApproveTool, useSuspendTool } from '../../api/tools';
import type { ToolView } from '../../api/types';
import { Confirm, Ending } from '../../components/Confirm';
import { FactList } from '../../components/FactList';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { SidePanel } from '../../components/SidePanel';
import { Id, Time } from '../../components/Text';
import { toolId, waits } from '../../lib/tools';
import { State } from './columns';
import { Definition } from './Definition';
import css from './ToolPanel.module.css';

/** What does this tool say of itself, and may models have it? */
export function ToolPanel({ tool, onClose }: { tool: ToolView; onClose: () => void }) {
  const may = useMay('approveTools');
  return (
    <SidePanel id={toolId(tool)} label="Chosen tool" head={toolId(tool)} onClose={onClose}>
      <Panel title="What people said of it">
        <FactList facts={[
          ['State', <State tool={tool} />],
          ['Why', tool.reason],
          ['Approved', tool.approvedAt && <>by {tool.approvedBy}, <Time value={tool.approvedAt} /></>],
          ['Digest', <Id id={tool.digest} what="digest" />],
          ['Said so since', <Time value={tool.seenAt} />],
        ]} />
      </Panel>
      <Panel title={tool.changed ? 'What changed since it was approved' : 'What it says of itself'} note="a model reads all of it" flush>
        <Definition tool={tool} />
      </Panel>
      {waits(tool) ? <Approve tool={tool} may={may} /> : <Suspend tool={tool} may={may} />}
    </SidePanel>
  );
}

function Approve({ tool, may }: { tool: ToolView; may: boolean }) {
  const approve = useApproveTool();
  return (
    <Panel title="Approve">
      <p className={css.text}>
        Gateways then offer it, with exactly this definition, to agents whose policies allow it. When the server changes a word of it, it is taken away until
        somebody looks again.
      </p>
      <Problem error={approve.error} />
      <Tooltip label="Your roles do not include approving tools. An admin can grant it." disabled={may}>
        <span>
          <Button leftSection={<Icon name="check" size={14} />} disabled={!may} loading={approve.isPending}
            onClick={() => approve.mutate({ server: tool.server, name: tool.name, digest: tool.digest })}>
            Approve this definition
          </Button>
        </span>
      </Tooltip>
    </Panel>
  );
}

function Suspend({ tool, may }: { tool: ToolView; may: boolean }) {
  const suspend = useSuspendTool();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const close = () => {
    setAsking(false);
    suspend.reset();
  };
  return (
    <Panel title="Suspend">
      <Ending disabled={!may} onAsk={() => setAsking(true)} text="No agent is offered it any more, and calls are refused, within a second. It can be approved again.">
        Suspend tool…
      </Ending>
      {asking && (
        <Confirm title="Suspend this tool?" keep="Keep it" verb="Suspend tool" error={suspend.error} busy={suspend.isPending} onClose={close}
          onDo={() => suspend.mutate({ server: tool.server, name: tool.name, reason: reason.trim() || 'A person suspended it.' }, { onSuccess: close })}>
          <strong>{toolId(tool)}</strong> is taken from every agent.
          <TextInput className={css.reason} label="Why" description="For those who find it gone." maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Confirm>
      )}
    </Panel>
  );
}
