import { useInstances } from '../../api/agents';
import { FactList } from '../../components/FactList';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { Id, Time } from '../../components/Text';
import { fullTime } from '../../lib/format';

/** Runs of an agent. Nothing stands here while it has none. */
export function Instances({ id }: { id: string }) {
  const instances = useInstances(id);
  const items = instances.data?.items ?? [];
  if (instances.isError) return <Panel title="Runs"><Problem error={instances.error} /></Panel>;
  if (items.length === 0) return null;
  const running = items.filter((run) => run.runs);
  return (
    <Panel title="Runs" note={`${running.length} now, ${items.length - running.length} over`}>
      {running.slice(0, 10).map((run) => (
        <FactList key={run.id} facts={[
          ['Run', <Id id={run.id} what="run id" />],
          ['Key', <Id id={run.thumbprint} what="thumbprint" />],
          ['Attested by', run.evidence],
          ['Since', <Time value={run.started} />],
          ['Until', fullTime(Date.parse(run.ends))],
        ]} />
      ))}
    </Panel>
  );
}
