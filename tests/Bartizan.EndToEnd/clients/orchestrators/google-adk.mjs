// Google's ADK through Bartizan: an identity, a sub-agent with less, a tool that needs a person, the end. See docs/orchestrators.md.
import { AgentTool, Gemini, InMemoryRunner, LlmAgent, MCPToolset, setLogger } from '@google/adk';
import { GATEWAY, OWNER, OWNER_SECRET, HELPER, HELPER_SECRET, agent, begin, delegate, fetchWith, finish, pause, requestIn } from './bartizan.mjs';

setLogger(null); // it writes to stdout, which is for the steps here
process.env.GOOGLE_GEMINI_BASE_URL = `${GATEWAY}/gemini`;
const modelOf = async (token) => new Gemini({ model: 'demo', apiKey: await token() }); // a key for good: made anew for each run

const owner = begin(await agent(OWNER, OWNER_SECRET), { purpose: 'refund order 17', limits: ['20 requests'], depth: 1 });
const helper = delegate(await agent(HELPER, HELPER_SECRET), owner, { purpose: 'look up order 17', limits: ['3 requests'] });

const files = new MCPToolset({ type: 'StreamableHTTPConnectionParams', url: `${GATEWAY}/mcp/files`, transportOptions: { fetch: fetchWith(owner) } }, ['echo']);
const lookUp = async () => new LlmAgent({ name: 'look_up', description: 'Looks something up.', model: await modelOf(helper) });
const refunds = async () => new LlmAgent({ name: 'owner', model: await modelOf(owner), tools: [files, new AgentTool({ agent: await lookUp() })] });

async function run(agent, text) {
  const runner = new InMemoryRunner({ agent, appName: 'refunds' });
  const results = [];
  for await (const event of runner.runEphemeral({ userId: 'ada', newMessage: { role: 'user', parts: [{ text }] } })) {
    if (event.errorCode) throw new Error(`${event.errorCode} ${event.errorMessage}`); // errors of the model come as events
    results.push(...(event.content?.parts ?? []).filter((p) => p.functionResponse).map((p) => p.functionResponse.response));
  }
  return results[0];
}
const resultOf = async (task) => {
  const result = await run(await refunds(), task);
  return result?.content?.[0].text ?? result?.result ?? JSON.stringify(result);
};
const delegated = await resultOf(`call tool look_up with {"request":"reply with 'order 17 is paid'"}`);

const task = 'call tool echo with {"text":"refund order 17"}';
let result = await resultOf(task);
while (requestIn(result)) {
  await pause({ step: 'held', delegated, request: requestIn(result), said: result });
  result = await resultOf(task); // exactly the same call again
}

await finish(result, {
  owner,
  helper,
  askOwner: async () => run(await refunds(), 'hello'),
  askHelper: async () => run(await lookUp(), 'hello'),
  describe: (e) => [e.constructor.name, ...(e.message.match(/\b401\b|invalid_token/g) ?? [])],
});
