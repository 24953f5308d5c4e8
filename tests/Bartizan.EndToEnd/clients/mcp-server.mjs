// A reference MCP server on the official server libraries, for clients and the conformance suite. It prints its port as JSON.
//   /both      @modelcontextprotocol/server: stateless revision, and the older ones without sessions
//   /sessions  @modelcontextprotocol/sdk: the older revisions, with sessions and streams of the server's own
// With --stdio it speaks the older revisions on standard input and output instead.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createMcpHandler, inputRequired, createRequestStateCodec, Server as NewServer } from '@modelcontextprotocol/server';
import { Server as OldServer } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as types from '@modelcontextprotocol/sdk/types.js';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const wav = 'UklGRigAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQQAAAAAAAAA';
const text = (value) => ({ content: [{ type: 'text', text: value }] });
const object = (properties = {}, required = []) => ({ type: 'object', properties, required });
const string = (more = {}) => ({ type: 'string', ...more });
const resources = {
  'test://static-text': { mimeType: 'text/plain', text: 'A text that stays as it is.' },
  'test://static-binary': { mimeType: 'image/png', blob: png },
  'test://watched-resource': { mimeType: 'text/plain', text: 'A text that may change.' },
};
const codec = createRequestStateCodec({ key: 'a key for tests that is long enough: 0123456789' });
const ask = (message, properties = { name: string() }) => inputRequired.elicit({ message, requestedSchema: object(properties, Object.keys(properties)) });
const sample = () => inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of France?' } }], maxTokens: 100 });

// name -> [schema, what it does with the arguments, the context and a way to tell the client something]
const tools = {
  echo: [object({ text: string() }, ['text']), ({ text: said }) => text(said)],
  add: [object({ a: { type: 'integer' }, b: { type: 'integer' } }, ['a', 'b']), ({ a, b }) => text(String(a + b))],
  test_simple_text: [object(), () => text('This is a simple text response for testing.')],
  test_image_content: [object(), () => ({ content: [{ type: 'image', data: png, mimeType: 'image/png' }] })],
  test_audio_content: [object(), () => ({ content: [{ type: 'audio', data: wav, mimeType: 'audio/wav' }] })],
  test_embedded_resource: [object(), () => ({ content: [{ type: 'resource', resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'A resource inside.' } }] })],
  test_multiple_content_types: [object(), () => ({ content: [
    { type: 'text', text: 'Several kinds:' },
    { type: 'image', data: png, mimeType: 'image/png' },
    { type: 'resource', resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data"}' } },
  ] })],
  test_error_handling: [object(), () => ({ ...text('This tool always fails.'), isError: true })],
  test_tool_with_logging: [object(), async (_, __, tell) => {
    for (const data of ['started', 'working', 'done']) await tell({ method: 'notifications/message', params: { level: 'info', data } });
    return text('logged');
  }],
  test_tool_with_progress: [object(), async (_, ctx, tell) => {
    for (const progress of [0, 50, 100]) await tell({ method: 'notifications/progress', params: { progressToken: ctx.token ?? 0, progress, total: 100 } });
    return text('progressed');
  }],
  test_custom_headers: [object({ region: string({ 'x-mcp-header': 'Region' }), query: string() }), ({ region }) => text(String(region))],
  test_input_required_result_elicitation: [object(), (_, { answers }) => answers?.user_name?.action === 'accept' && typeof answers.user_name.content?.name === 'string'
    ? text(`Hello, ${answers.user_name.content.name}!`) : inputRequired({ inputRequests: { user_name: ask('What is your name?') } })],
  test_input_required_result_sampling: [object(), (_, { answers }) => answers?.capital_question ? text('sampled') : inputRequired({ inputRequests: { capital_question: sample() } })],
  test_input_required_result_list_roots: [object(), (_, { answers }) => answers?.client_roots ? text('rooted') : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })],
  test_input_required_result_request_state: [object(), async (_, { answers, state, mint }) => answers?.confirm && state()
    ? text('state-ok') : inputRequired({ inputRequests: { confirm: ask('Confirm?', { ok: { type: 'boolean' } }) }, requestState: await mint({ step: 1 }) })],
  test_input_required_result_tampered_state: [object(), async (_, { answers, state, mint }) => answers?.confirm && state()
    ? text('state-ok') : inputRequired({ inputRequests: { confirm: ask('Confirm?', { ok: { type: 'boolean' } }) }, requestState: await mint({ step: 1 }) })],
  test_input_required_result_multiple_inputs: [object(), async (_, { answers, mint }) => answers?.user_name && answers?.greeting ? text('all') : inputRequired({
    inputRequests: { user_name: ask('What is your name?'), greeting: sample(), client_roots: inputRequired.listRoots() }, requestState: await mint({ step: 1 }) })],
  test_elicitation: [object({ message: string() }), async ({ message }, { server, followed }) => { await followed(); return text(JSON.stringify(await server.elicitInput({ message, requestedSchema: object({ response: string() }) }))); }],
};
const poisoned = process.env.MCP_POISONED ? { description: process.env.MCP_POISONED } : {};
const list = () => Object.entries(tools).map(([name, [inputSchema]]) => ({ name, description: `Runs ${name.replaceAll('_', ' ')}.`, inputSchema, ...(name === 'echo' ? poisoned : {}) }));
const read = (uri) => {
  if (resources[uri]) return { contents: [{ uri, ...resources[uri] }] };
  const [, id] = /^test:\/\/template\/([^/]+)\/data$/.exec(uri) ?? [];
  return id ? { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ id }) }] } : null;
};
const user = (content) => ({ role: 'user', content });
const prompts = {
  test_simple_prompt: [[], () => [user({ type: 'text', text: 'A simple prompt.' })]],
  test_prompt_with_arguments: [['arg1', 'arg2'], ({ arg1, arg2 }) => [user({ type: 'text', text: `With ${arg1} and ${arg2}.` })]],
  test_prompt_with_embedded_resource: [['resourceUri'], ({ resourceUri }) => [user({ type: 'resource', resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Inside.' } })]],
  test_prompt_with_image: [[], () => [user({ type: 'image', data: png, mimeType: 'image/png' }), user({ type: 'text', text: 'Look.' })]],
};
const capabilities = { tools: { listChanged: true }, resources: { subscribe: true }, prompts: {}, completions: {}, logging: {} };
const unknown = (what) => Object.assign(new Error(`There is no ${what}.`), { code: -32602 });

// The same handlers for both libraries; "on" registers one by its method.
function serve(on) {
  on('tools/list', () => ({ tools: list() }));
  on('tools/call', async (params, ctx, tell) => {
    if (!tools[params.name]) throw unknown('such tool');
    return await tools[params.name][1](params.arguments ?? {}, ctx, tell);
  });
  on('resources/list', () => ({ resources: Object.entries(resources).map(([uri, r]) => ({ uri, name: uri.slice(7), mimeType: r.mimeType })) }));
  on('resources/templates/list', () => ({ resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'template', mimeType: 'application/json' }] }));
  on('resources/read', ({ uri }) => {
    const found = read(uri);
    if (!found) throw Object.assign(unknown('such resource'), { data: { uri } });
    return found;
  });
  on('prompts/list', () => ({ prompts: Object.entries(prompts).map(([name, [args]]) => ({ name, description: `The prompt ${name}.`, arguments: args.map((a) => ({ name: a, required: true })) })) }));
  on('prompts/get', ({ name, arguments: args }) => {
    if (!prompts[name]) throw unknown('such prompt');
    return { messages: prompts[name][1](args ?? {}) };
  });
  on('completion/complete', () => ({ completion: { values: ['paris', 'park'], total: 2, hasMore: false } }));
}

function newServer() {
  const server = new NewServer({ name: 'reference', version: '1.0.0' }, { capabilities, instructions: 'A server for tests.', requestState: { verify: codec.verify } });
  serve((method, handle) => server.setRequestHandler(method, (request, ctx) => handle(request.params ?? {}, {
    token: ctx.mcpReq._meta?.progressToken,
    answers: ctx.mcpReq.inputResponses,
    state: () => ctx.mcpReq.requestState?.(),
    mint: (payload) => codec.mint(payload, ctx),
  }, (notification) => ctx.mcpReq.notify(notification))));
  return server;
}

// What a server asks of its own accord goes to the stream that the client opened for it, and nowhere while there is none.
const streamOf = new WeakMap();
async function followed(transport) {
  for (let i = 0; i < 1_000 && transport instanceof StreamableHTTPServerTransport && !streamOf.get(transport)?.headersSent; i++) await new Promise((resolve) => setTimeout(resolve, 20));
}

function oldServer() {
  const server = new OldServer({ name: 'reference', version: '1.0.0' }, { capabilities, instructions: 'A server for tests.' });
  const schemas = { 'tools/list': 'ListTools', 'tools/call': 'CallTool', 'resources/list': 'ListResources', 'resources/templates/list': 'ListResourceTemplates',
    'resources/read': 'ReadResource', 'prompts/list': 'ListPrompts', 'prompts/get': 'GetPrompt', 'completion/complete': 'Complete' };
  serve((method, handle) => server.setRequestHandler(types[`${schemas[method]}RequestSchema`], (request, extra) =>
    handle(request.params ?? {}, { token: request.params?._meta?.progressToken, server, followed: () => followed(server.transport) }, (notification) => extra.sendNotification(notification))));
  server.setRequestHandler(types.SubscribeRequestSchema, () => ({}));
  server.setRequestHandler(types.UnsubscribeRequestSchema, () => ({}));
  server.setRequestHandler(types.SetLevelRequestSchema, () => ({}));
  return server;
}

if (process.argv.includes('--stdio')) {
  await oldServer().connect(new StdioServerTransport());
} else {
  const handler = createMcpHandler(newServer);
  const sessions = new Map();
  const rebound = (request) => !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')
    || (request.headers.origin && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.origin));
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (rebound(request)) return response.writeHead(403).end();
    if (request.url === '/both') {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const answer = await handler.fetch(new Request(`http://${request.headers.host}${request.url}`, { method: request.method, headers, signal: gone.signal, body: body.length ? body : undefined }));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.flushHeaders();
      try {
        for await (const part of answer.body ?? []) response.write(part);
      } catch { /* The client went away. */ }
      return response.end();
    }
    let parsed;
    try {
      parsed = body.length ? JSON.parse(body) : undefined;
    } catch {
      return response.writeHead(400).end();
    }
    let transport = sessions.get(request.headers['mcp-session-id']);
    if (!transport && request.headers['mcp-session-id']) return response.writeHead(404).end();
    if (!transport) {
      transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, onsessioninitialized: (id) => sessions.set(id, transport), onsessionclosed: (id) => sessions.delete(id) });
      await oldServer().connect(transport);
    }
    if (request.method === 'GET') streamOf.set(transport, response);
    await transport.handleRequest(request, response, parsed);
  });
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
}
