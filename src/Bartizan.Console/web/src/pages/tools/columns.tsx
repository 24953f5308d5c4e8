import type { ToolView } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { StateChip } from '../../components/StateChip';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';
import { toolId, toolState } from '../../lib/tools';
import css from './columns.module.css';

const tone = { Approved: 'allow', New: 'hold', Changed: 'block', Suspended: 'block' } as const;

export function State({ tool }: { tool: ToolView }) {
  return <StateChip tone={tone[toolState(tool)]}>{toolState(tool)}</StateChip>;
}

export const columns: Column<ToolView>[] = [
  {
    key: 'name', name: 'Tool', by: toolId,
    cell: (tool) => <TwoLines name={tool.name} below={tool.server} />,
  },
  { key: 'state', name: 'State', by: toolState, cell: (tool) => <State tool={tool} /> },
  {
    key: 'reason', name: 'Why it is not offered', wide: true,
    cell: (tool) => (tool.reason ? <span className={css.reason} title={tool.reason}>{tool.reason}</span> : <span className="quiet">{tool.state === 'pending' ? 'nobody has approved it' : '–'}</span>),
  },
  { key: 'by', name: 'Approved by', wide: true, by: (tool) => tool.approvedBy ?? '', cell: (tool) => tool.approvedBy ?? <span className="quiet">nobody</span> },
  { key: 'seen', name: 'Said so since', by: (tool) => tool.seenAt, cell: (tool) => <Time value={tool.seenAt} /> },
];
