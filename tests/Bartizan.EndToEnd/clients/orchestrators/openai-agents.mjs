// OpenAI Agents SDK through Bartizan: an identity, a sub-agent with less, a tool that needs a person, the end. See docs/orchestrators.md.
import OpenAI from 'openai';
import { Agent, MCPServerStreamableHttp, OpenAIResponsesModel, run, setTracingDisabled } from '@openai/agents';
import { GATEWAY, OWNER, OWNER_SECRET, HELPER, HELPER_SECRET, agent, begin, delegate, fetchWith, finish, pause, requestIn } from './bartizan.mjs';

setTracingDisabled(true); // traces would go to the provider, past the gateway
const modelOf = (token) => new OpenAIResponsesModel(new OpenAI({ baseURL: `${GATEWAY}/openai/v1`, apiKey: token }), 'demo');

const owner = begin(await agent(OWNER, OWNER_SECRET), { purpose: 'refund order 17', limits: ['20 requests'], depth: 1 });
const helper = delegate(await agent(HELPER, HELPER_SECRET), owner, { purpose: 'look up order 17', limits: ['3 requests'] });

const files = new MCPServerStreamableHttp({ name: 'files', url: `${GATEWAY}/mcp/files`, fetch: fetchWith(owner) });
await files.connect();
const lookUp = new Agent({ name: 'helper', model: modelOf(helper) });
const refunds = new Agent({
  name: 'owner',
  model: modelOf(owner),
  mcpServers: [files],
  tools: [lookUp.asTool({ toolName: 'look_up', toolDescription: 'Looks something up.' })],
});

const resultOf = async (task) => {
  const { output } = (await run(refunds, task)).newItems.find((item) => item.type === 'tool_call_output_item');
  return typeof output === 'string' ? output : output.text;
};
const delegated = await resultOf(`call tool look_up with {"input":"reply with 'order 17 is paid'"}`);

const task = 'call tool echo with {"text":"refund order 17"}';
let result = await resultOf(task);
while (requestIn(result)) {
  await pause({ step: 'held', delegated, request: requestIn(result), said: result });
  result = await resultOf(task); // exactly the same call again
}

await finish(result, {
  owner,
  helper,
  askOwner: () => run(refunds, 'hello'),
  askHelper: () => run(lookUp, 'hello'),
  describe: (e) => [e.constructor.name, e.status, e.code],
});
