import { useToolDefinition } from '../../api/tools';
import type { ToolLine, ToolView } from '../../api/types';
import { Failed, SkeletonRows } from '../../components/States';
import css from './Definition.module.css';

const mark: Record<ToolLine['change'], string> = { same: ' ', removed: '−', added: '+' };
const spoken: Record<ToolLine['change'], string> = { same: '', removed: 'was: ', added: 'is now: ' };

/** A definition as lines, with what it was before struck out. What people could not see is spelt out, and stands out. */
export function Definition({ tool }: { tool: ToolView }) {
  const definition = useToolDefinition(tool);
  if (definition.isPending) return <SkeletonRows rows={6} height={14} gap={8} />;
  if (!definition.data) return <Failed what="The definition" error={definition.error} again={() => void definition.refetch()} />;
  return (
    <div className={css.lines} tabIndex={0} role="region" aria-label="Definition">
      {definition.data.lines.map((line, at) => (
        <div key={at} className={css.line} data-change={line.change}>
          <span className={css.mark} aria-hidden="true">{mark[line.change]}</span>
          <code>
            {spoken[line.change] && <span className={css.spoken}>{spoken[line.change]}</span>}
            <Shown text={line.text} />
          </code>
        </div>
      ))}
    </div>
  );
}

function Shown({ text }: { text: string }) {
  return text.split(/(<U\+[0-9A-F]{4,6}>)/).map((part, at) => (at % 2 === 1 ? <mark key={at} className={css.hidden} title="A character that people cannot see">{part}</mark> : part));
}
