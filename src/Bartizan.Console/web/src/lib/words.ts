import type { BlueprintView, BudgetView, Provenance, Role, SegmentRole, ShadowCallerView, Verdict } from '../api/types';

/** The house's words for the API's values. */
export const verdicts: Verdict[] = ['allow', 'redact', 'hold', 'block'];

export const verdictWord: Record<Verdict, string> = { allow: 'Allowed', redact: 'Redacted', hold: 'Held', block: 'Blocked' };

export const periodWord: Record<BudgetView['period'], string> = { none: 'at the same time', minute: 'a minute', hour: 'an hour', day: 'a day', month: 'a month', mandate: 'a mandate' };

export const segmentWord: Record<SegmentRole, string> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  toolDefinition: 'Tool offered',
  toolCall: 'Tool call',
  toolResult: 'Tool result',
  document: 'Document',
  reasoning: 'Reasoning',
  refusal: 'Refusal',
};

export const provenanceWord: Record<Provenance, string> = {
  untrusted: 'untrusted',
  user: 'user',
  trusted: 'trusted',
  model: 'model',
};

export const provenanceMeaning: Record<Provenance, string> = {
  untrusted: 'Anybody may have written this: it may inform the model, never instruct it.',
  user: 'The words of the person who uses the application.',
  trusted: 'The words of whoever runs the application.',
  model: 'The model’s own words.',
};

export const blueprintWord: Record<BlueprintView['state'], string> = { inForce: 'In force', reviewOverdue: 'Review overdue', expired: 'Expired', retired: 'Retired' };

export const shadowWord: Record<ShadowCallerView['kind'], string> = {
  key: 'Unknown or revoked key',
  accessKey: 'Unknown access key',
  providerKey: 'A provider’s key',
  token: 'A token that does not count',
  oAuthClient: 'OAuth client without proof',
  nothing: 'No key',
};

export const dialectWord = (dialect: string) =>
  ({ 'openai-chat': 'OpenAI Chat', 'anthropic-messages': 'Anthropic Messages' })[dialect] ?? dialect;

export const roles: Role[] = ['admin', 'architect', 'analyst', 'approver', 'auditor'];

export const roleWord: Record<Role, string> = {
  admin: 'Admin',
  architect: 'Architect',
  analyst: 'Analyst',
  approver: 'Approver',
  auditor: 'Auditor',
};

export const roleMeaning: Record<Role, string> = {
  admin: 'Runs Bartizan: everything, people included.',
  architect: 'Adds agents and revokes their keys; reads everything.',
  analyst: 'Watches and investigates: reads text, exports.',
  approver: 'Watches and tests policies; sees no prompt text.',
  auditor: 'Reads everything, changes nothing.',
};
