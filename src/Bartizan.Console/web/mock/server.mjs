// A stand-in for Bartizan's API while the console is developed: `npm run mock`, then `npm run dev`.
// MOCK=empty|error|unrecorded|approver|signed-out|first|large picks a state; MOCK_RATE is exchanges a second in the live feed.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agents, blueprints, shadows, budgets, mandates, killSwitches, secrets, signals, calibrated, calibration, checkpoint, detail, newId, newRow, people, policies, random, requests, rows, tools, trials, waiting } from './data.mjs';
import { policyRoutes } from './policies.mjs';

const port = Number(process.env.PORT ?? 4191);
const mode = process.env.MOCK ?? '';
const rate = Number(process.env.MOCK_RATE ?? 0.5);
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const rightsOf = { admin: ['watch', 'readContent', 'export', 'manageAgents', 'useKillSwitches', 'manageSecrets', 'approveTools', 'markExchanges', 'calibrateGuard', 'testPolicies', 'writePolicies', 'verifyLedger', 'manageAccounts', 'approveAccess', 'answerReviews', 'manageReviews'], approver: ['watch', 'approveTools', 'testPolicies'] };
const role = mode === 'approver' ? 'approver' : 'admin';
const person = { id: 'acc_01', name: 'maria.lindqvist', roles: [role], rights: rightsOf[role], hasPassword: true, provenUntil: null };
const linkOf = (account) => ({ url: `http://127.0.0.1:4181/sign-in#token=${newId('x').slice(2)}${newId('x').slice(2, 19)}`, expires: new Date(Date.now() + 900_000).toISOString(), account });
const byName = (a, b) => a.name.localeCompare(b.name);
const session = { state: mode === 'signed-out' || mode === 'first' ? 'signedOut' : 'signedIn', hasAccounts: mode !== 'first', person, setUpName: null, csrfToken: 'mock', expires: null };
const log = mode === 'empty' ? [] : rows;
const followers = new Set();

const spans = { '15m': 900, '1h': 3600, '6h': 21600, '24h': 86400, '7d': 604800, '30d': 2592000 };
const problem = (status, code, title, fix, more = {}) => ({
  status, body: { type: `/problems/${code}`, title, status, code, detail: null, instance: '', where: null, fix, requestId: newId('req'), errors: null, ...more },
});
const view = () => (session.state === 'signedIn' ? session : { ...session, person: null });
const p = (list, q) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * q)] ?? 0;

function fits(query) {
  const [agent, verdict, label] = ['agent', 'verdict', 'label'].map((name) => query.getAll(name));
  const [q, from, to] = ['q', 'from', 'to'].map((name) => query.get(name));
  return (row) =>
    (agent.length === 0 || agent.includes(row.agent?.id)) && (verdict.length === 0 || verdict.includes(row.verdict))
    && (label.length === 0 || row.labels.some((l) => label.some((w) => l === w || (w.endsWith('.*') && (l === w.slice(0, -2) || l.startsWith(w.slice(0, -1)))))))
    && (!q || `${row.id} ${row.agent?.name} ${row.model} ${row.route}`.toLowerCase().includes(q.toLowerCase()))
    && (!from || row.time >= from) && (!to || row.time < to);
}

function overview(query) {
  const seconds = spans[query.get('range') ?? '24h'];
  const bucketSeconds = Math.max(15, seconds / 60);
  const to = Math.ceil(Date.now() / 1000 / bucketSeconds) * bucketSeconds;
  const from = to - 60 * bucketSeconds;
  const inside = log.filter((row) => Date.parse(row.time) >= from * 1000);
  const bucketOf = (row) => Math.min(59, Math.floor((Date.parse(row.time) / 1000 - from) / bucketSeconds));
  const buckets = Array.from({ length: 60 }, (_, i) => ({ start: new Date((from + i * bucketSeconds) * 1000).toISOString(), allow: 0, redact: 0, hold: 0, block: 0, overhead: [] }));
  const series = new Map();
  for (const row of inside) {
    buckets[bucketOf(row)][row.verdict]++;
    buckets[bucketOf(row)].overhead.push(row.overheadUs);
    for (const label of row.labels) {
      if (!series.has(label)) series.set(label, Array(60).fill(0));
      series.get(label)[bucketOf(row)]++;
    }
  }
  const sum = (f) => inside.reduce((total, row) => total + f(row), 0);
  const verdict = (v) => sum((row) => (row.verdict === v ? 1 : 0));
  const ranks = [...agents, null].map((agent) => {
    const own = inside.filter((row) => (row.agent?.id ?? null) === (agent?.id ?? null));
    return { agent: agent && { id: agent.id, name: agent.name }, exchanges: own.length, stopped: own.filter((r) => r.verdict === 'block' || r.verdict === 'hold').length, meanTotalUs: Math.round(own.reduce((sum, r) => sum + r.totalUs, 0) / Math.max(1, own.length)), overheadP95Us: p(own.map((r) => r.overheadUs), 0.95) };
  }).filter((rank) => rank.exchanges > 0);
  const percentiles = (list) => ({ p50Us: p(list, 0.5), p95Us: p(list, 0.95) });
  return {
    from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString(), bucketSeconds, buckets: buckets.map((bucket) => ({ ...bucket, overhead: percentiles(bucket.overhead) })),
    totals: { exchanges: inside.length, allow: verdict('allow'), redact: verdict('redact'), hold: verdict('hold'), block: verdict('block') },
    findings: [...series].map(([label, counts]) => ({ label, total: counts.reduce((a, b) => a + b, 0), counts })).sort((a, b) => b.total - a.total),
    slowestAgents: [...ranks].sort((a, b) => b.meanTotalUs - a.meanTotalUs).slice(0, 10), mostBlockedAgents: ranks.filter((r) => r.stopped).sort((a, b) => b.stopped - a.stopped).slice(0, 10),
    overhead: percentiles(inside.map((r) => r.overheadUs)), ledger: { size: log.length, rootHash: 'q83v8Kx1m2yq0rFZ0d2J4u1XvV0yq6p2mJ0wQ6bYc1E=' },
  };
}

const agentViews = (query) => agents.map((agent) => {
  const since = new Date(Date.now() - 1000 * (spans[query.get('range')] ?? 86400)).toISOString();
  const own = log.filter((row) => row.agent?.id === agent.id && row.time >= since);
  const verdict = (v) => own.filter((row) => row.verdict === v).length;
  return { ...agent, stats: { exchanges: own.length, redact: verdict('redact'), hold: verdict('hold'), block: verdict('block'), lastSeen: own.at(-1)?.time ?? null, overheadP95Us: p(own.map((r) => r.overheadUs), 0.95) } };
}).sort(byName);

const part = (text, value, outcome, parts = []) => ({ text, value, outcome, parts });
const conditionsOf = (id, blocked) => (id !== 'no-injected-instructions' ? [] : [{
  clause: 'when', holds: blocked,
  reason: part('context.untrustedLabels.contains("injection") && context.injection >= 850', String(blocked), String(blocked), [
    part('context.untrustedLabels.contains("injection")', String(blocked), String(blocked), [part('context.untrustedLabels', blocked ? '["injection"]' : '[]', 'value')]),
    blocked ? part('context.injection >= 850', 'true', 'true', [part('context.injection', '970', 'value')]) : part('context.injection >= 850', '', 'notReached'),
  ]),
}]);
const setSwitch = ({ kind, target, reason }, thrown) => {
  const at = new Date().toISOString();
  const found = killSwitches.find((item) => item.kind === kind && item.target === target);
  if (found) Object.assign(found, { thrown, reason, by: person.name, at, epoch: thrown ? at : found.epoch });
  else killSwitches.unshift({ kind, target, name: agents.find((agent) => agent.id === target)?.name ?? target, thrown, reason, by: person.name, at, epoch: at });
  return { acknowledgement: 'followed', items: killSwitches };
};
const toolAt = (server, name) => tools.find((tool) => tool.server === server && tool.name === name);
const verification = { id: 'ver_1', state: 'running', checked: 0, total: rows.length, started: '', finished: null, problems: [] };
const routes = {
  'GET /api/session': () => view(),
  'POST /api/session/link': (_, body) => (body.token === 'old' ? problem(400, 'link-spent', 'This link was used, or is too old.', 'Start Bartizan again for a new one.') : ((session.state = 'setUp'), view())),
  'POST /api/session/account': (_, body) => ((session.state = 'signedIn'), (session.hasAccounts = true), (person.name = body.name), view()),
  'POST /api/session/password': (_, body) => (body.password === 'wrong' ? problem(401, 'wrong-password', 'Name or password is wrong.', 'Try again.') : ((session.state = 'signedIn'), view())),
  'POST /api/session/sign-out': () => ((session.state = 'signedOut'), view()),
  'GET /api/meta': () => ({ version: '0.1.0', gateway: 'http://127.0.0.1:4180', console: 'http://127.0.0.1:4181', demo: true, recordsContent: mode !== 'unrecorded', started: new Date(Date.now() - 4e7).toISOString(), now: new Date().toISOString(), roles: Object.entries(rightsOf).map(([role, rights]) => ({ role, rights })) }),
  'GET /api/overview': (query) => (mode === 'error' ? problem(500, 'internal', 'The store did not answer.', 'Try again; if it stays so, look in the log.') : overview(query)),
  'GET /api/exchanges': (query) => {
    if (mode === 'error') return problem(500, 'internal', 'The store did not answer.', 'Try again; if it stays so, look in the log.');
    const limit = Number(query.get('limit') ?? 50);
    const before = Number(query.get('cursor') ?? Infinity);
    const found = log.filter((row) => row.position < before).filter(fits(query)).reverse();
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? String(items.at(-1).position) : null, head: log.at(-1)?.position ?? 0 };
  },
  'GET /api/agents': (query) => ({ from: '', to: '', items: mode === 'empty' ? [] : agentViews(query) }),
  'POST /api/agents': (query, body) => {
    if (agents.some((agent) => agent.name === body.name && !agent.revoked)) return problem(409, 'name-taken', 'An agent of that name exists.', 'Choose another name, or revoke the old one.', { where: 'name' });
    const agent = { id: newId('agt'), name: body.name, owner: body.owner, tags: body.tags ?? {}, created: new Date().toISOString(), revoked: null, keyId: 'k7f3a9c2d1', state: 'working', reason: null, suspendedByPerson: false, blueprint: null };
    agents.push(agent);
    return { agent: agentViews(query).find((a) => a.id === agent.id), key: `btz_k7f3a9c2d1_${newId('x').slice(2)}${newId('x').slice(2, 20)}` };
  },
  'GET /api/sign-in': () => ({ items: [{ name: 'staff', title: 'Example Staff' }, { name: 'partners', title: 'Partners of the Example Company' }] }),
  'POST /api/sign-in/staff': () => ((session.state = 'signedIn'), { location: '/' }),
  'POST /api/sign-in/partners': () => problem(503, 'provider-unreachable', 'Partners of the Example Company does not answer.', 'Try again, or sign in with name and password.'),
  'GET /api/identities': () => ({ items: [{ id: 'idn_01', provider: 'Example Staff', subject: 'f3a1-maria', linked: new Date(Date.now() - 1e9).toISOString(), lastUsed: null, removable: true }], more: [{ name: 'partners', title: 'Partners of the Example Company' }] }),
  'POST /api/identities': () => problem(400, 'bad-field', 'The password is wrong.', 'Type the one with which you sign in.'),
  'GET /api/accounts': () => (mode === 'approver' ? problem(403, 'no-right', 'This needs the right manageAccounts.', 'Ask an admin.') : { items: [...people].sort(byName) }),
  'POST /api/accounts/invitations': (_, body) => {
    if (people.some((account) => account.name === body.name)) return problem(409, 'conflict', 'There is an account of this name.', 'Choose another name, or make a new link for that account.', { where: 'name' });
    const account = { id: newId('acc'), name: body.name, roles: body.roles, created: new Date().toISOString(), ready: false, hasPassword: false, source: null, rolesFollow: false, identities: [], disabled: null, lastSeen: null };
    people.push(account);
    return linkOf(account);
  },
  'GET /api/agents/shadow': () => ({ items: mode === 'empty' ? [] : shadows }),
  'GET /api/blueprints': () => ({ items: mode === 'empty' ? [] : blueprints.slice(0, 1) }),
  'GET /api/connected-accounts': () => ({ items: [] }),
  'GET /api/signals': () => ({ items: mode === 'empty' ? [] : signals }),
  'GET /api/access-requests': () => ({ items: mode === 'empty' ? [] : requests.map((detail) => detail.request) }),
  'GET /api/consents': () => ({ items: [] }),
  'GET /api/consents/waiting': () => ({ items: mode === 'empty' ? [] : waiting }),
  'GET /api/secrets': () => ({ items: mode === 'empty' ? [] : secrets }),
  'GET /api/kill-switches': () => ({ items: mode === 'empty' ? [] : killSwitches }),
  'POST /api/kill-switches/throw': (_, body) => setSwitch(body, true),
  'POST /api/kill-switches/lift': (_, body) => setSwitch(body, false),
  'GET /api/tools': () => ({ items: mode === 'empty' ? [] : [...tools].sort((a, b) => (a.state === 'approved') - (b.state === 'approved')).map(({ lines, ...tool }) => tool) }),
  'GET /api/tools/definition': (query) => { const tool = toolAt(query.get('server'), query.get('name')); return { digest: tool.digest, lines: tool.lines }; },
  'POST /api/tools/approve': (_, body) => Object.assign(toolAt(body.server, body.name), { state: 'approved', reason: '', changed: false, approvedBy: person.name, approvedAt: new Date().toISOString() }),
  'POST /api/tools/suspend': (_, body) => Object.assign(toolAt(body.server, body.name), { state: 'suspended', reason: body.reason }),
  'GET /api/budgets': () => ({ items: mode === 'empty' ? [] : budgets }),
  'GET /api/mandates': () => ({ items: mode === 'empty' ? [] : mandates }),
  'GET /api/policies': () => ({ items: mode === 'empty' ? [] : policies, trials: mode === 'empty' ? [] : trials }),
  ...policyRoutes({ mode, agents, policies, rows, problem }),
  'GET /api/calibration': (query) => calibration(Number(query.get('budget') ?? 0.001), query.get('system') ?? '', mode === 'empty'),
  'POST /api/calibration': (_, body) => (calibrated.add(body.system), calibration(body.budget, body.system, false)),
  'POST /api/calibration/clear': (_, body) => (calibrated.delete(body.system), calibration(0.001, body.system, false)),
  'POST /api/policies/test': (_, body) => {
    if (body.draft?.includes('!!')) return problem(400, 'invalid-policy', 'The draft is not valid Cedar.', 'Mend the places below.', { errors: [{ what: 'Expected a condition.', fix: 'Write `when { … }`.', file: '', line: 3, column: 7 }] });
    const blocked = JSON.stringify(body.context ?? {}).includes('injection');
    const why = { 'allow-known-agents': 'Principal is an Agent, the action is in the list, the resource is a Model.', 'no-injected-instructions': blocked ? '`context.untrustedLabels.contains("injection")` is true and `context.injection >= 850` is true.' : '`context.untrustedLabels.contains("injection")` is false.', 'working-hours': 'The action is not `callTool`.' };
    return {
      allowed: !blocked, determining: blocked ? ['no-injected-instructions'] : ['allow-known-agents'],
      policies: policies.map((policy) => ({ policy, outcome: policy.id === 'allow-known-agents' || (blocked && policy.id === 'no-injected-instructions') ? 'satisfied' : policy.id === 'tools-need-clean-hands' ? 'error' : 'notSatisfied', determining: policy.id === (blocked ? 'no-injected-instructions' : 'allow-known-agents'), why: why[policy.id] ?? (policy.id === 'tools-need-clean-hands' ? 'Attribute `tool` not found on context.' : 'The action of its scope is not the one asked for.'), conditions: conditionsOf(policy.id, blocked) })),
    };
  },
  'GET /api/ledger': () => ({ head: { size: log.length, rootHash: 'q83v8Kx1m2yq0rFZ0d2J4u1XvV0yq6p2mJ0wQ6bYc1E=' }, checkpoint: log.length ? checkpoint(log.length) : null, verifierKey: 'bartizan.local/ledger+6f1c2a90+AYm2V7c0pX3n8b1Qw5rT9sJ4kL6zHd2fGq0eNvUoXyBi' }),
  'POST /api/ledger/verifications': () => Object.assign(verification, { state: 'running', checked: 0, started: new Date().toISOString(), finished: null }),
  'GET /api/ledger/verifications/ver_1': () => {
    verification.checked = Math.min(verification.total, verification.checked + 180);
    if (verification.checked === verification.total) Object.assign(verification, { state: 'passed', finished: new Date().toISOString() });
    return verification;
  },
};

function find(method, path) {
  const exchange = /^\/api\/exchanges\/(exc_\w+)$/.exec(path);
  if (exchange) return () => {
    const row = log.find((r) => r.id === exchange[1]);
    if (!row) return problem(404, 'not-found', 'There is no exchange of that id.', 'Check the id, or look for it in the list.');
    const found = detail(row, mode !== 'unrecorded' && mode !== 'approver');
    return mode === 'approver' ? { ...found, content: 'noRight' } : found;
  };
  const asked = /^\/api\/exchanges\/(exc_\w+)\/questions$/.exec(path);
  if (asked) return () => ({ items: [{ decision: 0, principal: { type: 'Agent', id: agents[0].id }, action: { type: 'Action', id: 'invokeModel' }, resource: { type: 'Model', id: 'demo' }, context: { labels: ['injection'], agentName: agents[0].name }, entities: [], unknown: [] }] });
  const marked = /^\/api\/exchanges\/(exc_\w+)\/mark$/.exec(path);
  if (marked) return (_, body) => (log.find((r) => r.id === marked[1]).mark = { attack: body.attack, by: person.name, at: new Date().toISOString() });
  if (/^\/api\/agents\/agt_\w+\/instances$/.test(path)) return () => ({ items: [] });
  if (path === '/api/blueprints/bpt_01') return () => ({ items: blueprints });
  const decide = /^\/api\/agents\/(agt_\w+)\/(suspend|resume)$/.exec(path);
  if (decide) return (_, body) => {
    const suspends = decide[2] === 'suspend';
    return Object.assign(agents.find((a) => a.id === decide[1]), { state: suspends ? 'suspended' : 'working', reason: suspends ? body.reason : null, suspendedByPerson: suspends });
  };
  const requested = /^\/api\/access-requests\/(arq_\w+)$/.exec(path);
  if (requested) return () => requests.find((detail) => detail.request.id === requested[1]);
  const ended = /^\/api\/mandates\/(mnd_\w+)\/end$/.exec(path);
  if (ended) return () => (Object.assign(mandates.find((m) => m.id === ended[1]), { counts: false, ended: new Date().toISOString() }), { acknowledgement: 'followed' });
  const revoke = /^\/api\/agents\/(agt_\w+)\/revoke$/.exec(path);
  if (revoke) return (query) => {
    const agent = agents.find((a) => a.id === revoke[1]);
    agent.revoked = new Date().toISOString();
    return agentViews(query).find((a) => a.id === agent.id);
  };
  const [, id, change] = /^\/api\/accounts\/(acc_\w+)\/(link|roles|disable|enable)$/.exec(path) ?? [];
  const account = people.find((a) => a.id === id);
  if (account) return (_, body) => {
    if (change === 'link') return linkOf(account);
    if (change === 'roles') account.roles = body.roles;
    else account.disabled = change === 'disable' ? new Date().toISOString() : null;
    return account;
  };
  return routes[`${method} ${path}`];
}

function follow(request, response, query) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const follower = { response, fits: fits(query) };
  followers.add(follower);
  tell(follower, 'heartbeat', []);
  request.on('close', () => followers.delete(follower));
}

const tell = ({ response }, name, items) => {
  const head = log.at(-1)?.position ?? 0;
  response.write(`event: ${name}\nid: ${head}\ndata: ${JSON.stringify({ items, head, missed: false })}\n\n`);
};

const tick = Math.max(50, 1000 / Math.max(rate, 0.01));
if (rate > 0 && mode !== 'empty') setInterval(() => {
  const fresh = Array.from({ length: Math.max(1, Math.round((rate * tick) / 1000)) }, () => newRow(Date.now() - Math.floor(random() * 30)));
  log.push(...fresh);
  if (log.length > 20_000) log.splice(0, 10_000);
  for (const follower of followers) {
    const items = fresh.filter(follower.fits);
    if (items.length) tell(follower, 'exchanges', items);
  }
}, tick);
setInterval(() => followers.forEach((follower) => tell(follower, 'heartbeat', [])), 10_000);

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const headers = { 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'" };
async function file(path) {
  const wanted = normalize(join(dist, path));
  const name = wanted.startsWith(dist) && extname(path) ? wanted : join(dist, 'index.html');
  return { type: types[extname(name)] ?? 'application/octet-stream', body: await readFile(name) };
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://mock');
  if (pathname === '/api/exchanges/live') return follow(request, response, searchParams);
  if (pathname === '/api/exchanges/export') return response.writeHead(200, { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="exchanges.json"' }).end(JSON.stringify(log.filter(fits(searchParams))));
  if (!pathname.startsWith('/api/')) {
    try {
      const { type, body } = await file(pathname);
      return response.writeHead(200, { ...headers, 'content-type': type }).end(body);
    } catch {
      return response.writeHead(404).end('Run `npm run build` first.');
    }
  }
  let text = '';
  for await (const chunk of request) text += chunk;
  const route = find(request.method, pathname);
  const answer = route ? route(searchParams, text ? JSON.parse(text) : {}) : problem(404, 'not-found', 'There is nothing here.', 'Check the address.');
  const failed = answer.body?.type?.startsWith('/problems/');
  response.writeHead(failed ? answer.status : 200, { 'content-type': failed ? 'application/problem+json' : 'application/json' });
  response.end(JSON.stringify(failed ? answer.body : answer));
}).listen(port, '127.0.0.1', () => console.log(`Mock API on http://127.0.0.1:${port}`));
