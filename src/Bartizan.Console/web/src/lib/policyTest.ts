import type { AgentView, TestPolicy } from '../api/types';

/** A request to test, as the form holds it. */
export interface Trial {
  agent: string;
  action: 'invokeModel' | 'returnAnswer' | 'callTool';
  resource: string;
  context: string;
  draft: string;
}

interface Preset {
  name: string;
  action: Trial['action'];
  resource: string;
  context: Record<string, unknown>;
}

const base = { dialect: 'openai-chat', stream: false, direction: 'request', labels: [] as string[], untrustedLabels: [] as string[], injection: 0, tools: [] as string[], hidesContext: false, sensitivity: { level: 0, name: 'public' }, agentName: 'example' };

/** Situations people ask about first; each shows what the context looks like. */
export const presets: Preset[] = [
  { name: 'A plain question', action: 'invokeModel', resource: 'demo', context: base },
  { name: 'Personal data in the question', action: 'invokeModel', resource: 'demo', context: { ...base, labels: ['pii', 'pii.email'] } },
  { name: 'Text nobody can see, in a document', action: 'invokeModel', resource: 'demo', context: { ...base, labels: ['hidden', 'hidden.text'], untrustedLabels: ['hidden', 'hidden.text'] } },
  { name: 'An AWS key in the question', action: 'invokeModel', resource: 'demo', context: { ...base, labels: ['secret', 'secret.aws-access-key'] } },
  {
    name: 'An instruction hidden in a document', action: 'invokeModel', resource: 'demo',
    context: { ...base, labels: ['injection'], untrustedLabels: ['injection'], injection: 970 },
  },
  {
    name: 'A tool call after untrusted text', action: 'callTool', resource: 'send_email',
    context: { ...base, direction: 'response', tools: ['send_email'], tool: 'send_email', model: 'demo', untrusted: true, privateData: true, canSend: true, origins: { to: 'untrusted' }, untrustedArguments: ['to'], untrustedTargets: ['to'], privateArguments: [] },
  },
];

export const trialOf = (preset: Preset, agent: string): Trial => ({
  agent, action: preset.action, resource: preset.resource, context: JSON.stringify(preset.context, null, 2), draft: '',
});

/** The request in the API's form, or what is wrong with the context. */
export function requestOf(trial: Trial, agent: AgentView | undefined): { request?: TestPolicy; error?: string } {
  let context: unknown;
  try {
    context = JSON.parse(trial.context || '{}');
  } catch (error) {
    return { error: `Not JSON: ${(error as Error).message}` };
  }

  if (typeof context !== 'object' || context === null || Array.isArray(context)) return { error: 'The context is an object: { … }.' };
  const principal = { type: 'Agent', id: trial.agent };
  const entities = agent ? [{ uid: principal, attrs: { name: agent.name, owner: agent.owner, tags: agent.tags }, parents: [] }] : [];
  return {
    request: {
      principal, action: { type: 'Action', id: trial.action }, resource: { type: trial.action === 'callTool' ? 'Tool' : 'Model', id: trial.resource },
      context: context as TestPolicy['context'], entities: entities as unknown as TestPolicy['entities'], draft: trial.draft.trim() || null,
    } as TestPolicy,
  };
}
