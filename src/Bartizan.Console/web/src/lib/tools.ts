import type { ToolView } from '../api/types';

/** What a tool is called across servers, as policies name it. */
export const toolId = (tool: ToolView) => `${tool.server}/${tool.name}`;

/** Whether a person must look before it is offered. */
export const waits = (tool: ToolView) => tool.state !== 'approved';

/** Its state in one word, a change before everything: that is what one must look at. */
export function toolState(tool: ToolView): 'Approved' | 'Changed' | 'New' | 'Suspended' {
  if (tool.state === 'approved') return 'Approved';
  if (tool.changed) return 'Changed';
  return tool.state === 'pending' ? 'New' : 'Suspended';
}
