// Permissions, policy files and reviews of the stand-in. MOCK=large draws as many different rows and columns as the page does at most.
const part = (id, effect, condition = '', holdFor = null) => ({ id, effect, file: 'content/policies/default.cedar', line: 12, condition, holdFor });
const answers = [
  { permission: 'always', policies: [part('allow-known-agents', 'permit')], policyCount: 1, failing: [], blueprint: null },
  { permission: 'depends', policies: [part('allow-known-agents', 'permit'), part('no-injected-instructions', 'forbid', 'context.untrustedLabels.contains("injection") && context.injection >= 850'), part('tools-need-clean-hands', 'forbid', 'context.untrusted && context.canSend', 'owner')], policyCount: 1, failing: [], blueprint: null },
  { permission: 'never', policies: [part('no-payments', 'forbid')], policyCount: 1, failing: ['tools-need-clean-hands'], blueprint: null },
  { permission: 'never', policies: [], policyCount: 1, failing: [], blueprint: null },
  { permission: 'never', policies: [part('allow-known-agents', 'permit')], policyCount: 1, failing: [], blueprint: { name: 'billing-assistant@2', permission: 'never', policies: [] } },
];

function permissions(agents, mode) {
  const large = mode === 'large';
  const rows = large ? Array.from({ length: 240 }, (_, i) => [`Agent::"agent-${i}"`]) : [agents.slice(0, 3).map((a) => `Agent::"${a.id}"`), agents.slice(3).map((a) => `Agent::"${a.id}"`), ['User::"acc_01"']].filter((row) => row.length);
  const names = Object.fromEntries([...agents.map((a) => [`Agent::"${a.id}"`, a.name]), ['User::"acc_01"', 'maria.lindqvist']]);
  const columns = large ? Array.from({ length: 150 }, (_, i) => ({ action: i < 20 ? 'invokeModel' : 'callTool', resources: [`Tool::"server-${i % 7}/tool_number_${i}"`] }))
    : [{ action: 'invokeModel', resources: ['Model::"claude-sonnet-4-5"', 'Model::"gpt-5"'] }, { action: 'returnAnswer', resources: ['Model::"claude-sonnet-4-5"', 'Model::"gpt-5"'] }, { action: 'callTool', resources: ['Tool::"send_email"'] }, { action: 'callTool', resources: Array.from({ length: 42 }, (_, i) => `Tool::"crm/read_${i}"`) }, { action: 'callTool', resources: ['Tool::"payments/transfer_to_any_account_of_a_customer"'] }];
  const cells = rows.map((_, r) => columns.map((_, c) => (large ? (r * 7 + c * 3) % 5 : [[1, 0, 1, 1, 2], [1, 0, 4, 1, 4], [3, 3, 3, 3, -1]][r][c])));
  const none = mode === 'empty';
  return { rows: none ? [] : rows, columns: none ? [] : columns, answers, cells, names, permissions: none ? 0 : 412, always: 120, depends: 240, never: 52, skipped: large ? 90_000 : 0, leftOut: 0 };
}

const field = (path, type, isRequired = true) => ({ path, type, isRequired });
const context = [field('agentName', 'String'), field('budget', 'record'), field('budget.remainingPerMille', 'Long'), field('injection', 'Long'), field('labels', 'Set<String>'), field('untrustedLabels', 'Set<String>'), field('tool', 'String', false)];
const words = {
  entities: [{ name: 'Agent', fields: [field('name', 'String'), field('owner', 'String')], tags: 'String' }, ...['Model', 'Tool'].map((name) => ({ name, fields: [], tags: null }))],
  actions: [['invokeModel', 'Model'], ['returnAnswer', 'Model'], ['callTool', 'Tool']].map(([id, resource]) => ({ type: 'Action', id, principals: ['Agent'], resources: [resource], context })),
};
const problems = (text) => text.split('\n').flatMap((line, i) => (line.includes('lables') ? [{ what: 'mine: The context has no attribute lables.', fix: 'Did you mean labels?', file: null, line: i + 1, column: line.indexOf('context.lables') + 1, isError: true }] : []));
const counts = (names, more) => ({ ...Object.fromEntries(names.map((name) => [name, 0])), ...more });

export function policyRoutes({ mode, agents, policies, rows, problem }) {
  const review = { id: 'rev_1', state: 'running', stage: 'Asking recorded decisions again', done: 0, total: 40_000, days: 30, result: null };
  const examples = () => rows.slice(-2).map((row) => row.id);
  const result = () => ({
    changes: [{ before: policies[0], after: { ...policies[0], text: policies[0].text.replace('permit', 'permit ') } }], permissions: 412, differing: [{ principals: ['Agent::"a"'], principalCount: 7, action: 'callTool', resources: ['Tool::"send_email"'], resourceCount: 1, mayAllow: true, mayDeny: false, before: answers[2], after: answers[1] }],
    differingCount: 1, skipped: 0, decisions: counts(['newlyAllowed', 'newlyDenied', 'newError', 'otherObligations', 'otherReasons', 'cannotTell', 'same'], { newlyAllowed: 3, same: 39_997 }),
    groups: [{ change: 'newlyAllowed', action: 'Action::"callTool"', count: 3, before: ['no-payments'], after: ['allow-known-agents'], missing: [], examples: examples() }],
    backtest: { exchanges: 13_000, unreadable: 0, counts: counts(['newlyAllowed', 'newlyRefused', 'otherwiseChanged', 'cannotTell', 'same'], { cannotTell: 1, same: 39_999 }), groups: [{ outcome: 'cannotTell', action: 'callTool', count: 1, before: [], after: [], missing: ['context.labels'], examples: examples() }] },
    names: { 'Agent::"a"': 'billing' }, widens: ['3 recorded decisions would be newly allowed.'],
  });
  const file = { id: 'policies/default.cedar', place: 'policies', version: '1', managed: false, tests: null };
  let text = policies.map((policy) => policy.text).join('\n\n');
  return {
    'GET /api/policies/permissions': () => permissions(agents, mode),
    'POST /api/policies/why-not': () => ({ allowed: false, determining: ['no-injected-instructions'], errors: [], blueprint: ['billing-assistant@2'], forbids: [{ policy: policies[1], choices: [['remove "injection" from context.untrustedLabels']] }], permits: [], proposals: [['remove "injection" from context.untrustedLabels'], ['set context.injection to 849']], grant: null, searched: '3 changes that policies speak of and 6 combinations were tried.' }),
    'GET /api/policies/files': () => ({ items: mode === 'empty' ? [] : [{ ...file, text }], hindrance: mode === 'approver' ? 'Policies are changed where they are kept, and reviewed there: take the change along as a patch.' : null, mayAdd: true }),
    'GET /api/policies/words': () => words,
    'POST /api/policies/check': (_, body) => ({ problems: problems(body.text), policies: body.text.split(';').length - 1, loadable: problems(body.text).length === 0 }),
    'POST /api/policies/run-tests': () => ({ results: [{ name: 'An access key is refused', line: 8, differences: [] }, { name: 'Payments wait', line: 11, differences: ['decision: expected deny, got allow by allow-known-agents'] }] }),
    'POST /api/policies/reviews': () => Object.assign(review, { state: 'running', done: 0, result: null }),
    'GET /api/policies/reviews/rev_1': () => {
      review.done = Math.min(review.total, review.done + 9_000);
      return review.done === review.total ? Object.assign(review, { state: 'done', result: result() }) : review;
    },
    'POST /api/policies/save': (_, body) => (body.reason === 'stale' ? problem(409, 'conflict', 'The file has changed since it was looked at.', 'Read it again, bring the change over, and review that.', { where: 'version' }) : ((text = body.draft.text), { version: (file.version = `${Number(file.version) + 1}`) })),
  };
}
