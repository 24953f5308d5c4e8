// Vercel's AI SDK through Bartizan: an identity, a sub-agent with less, a tool call that needs a person, the end. See docs/orchestrators.md.
import { APICallError, generateText, stepCountIs, tool } from 'ai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { z } from 'zod';
import { GATEWAY, OWNER, OWNER_SECRET, HELPER, HELPER_SECRET, agent, begin, delegate, fetchWith, finish, pause } from './bartizan.mjs';

const modelOf = (token) => createOpenAICompatible({ name: 'bartizan', baseURL: `${GATEWAY}/openai/v1`, fetch: fetchWith(token) })('demo');

const owner = begin(await agent(OWNER, OWNER_SECRET), { purpose: 'refund order 17', limits: ['20 requests'], depth: 1 });
const helper = delegate(await agent(HELPER, HELPER_SECRET), owner, { purpose: 'look up order 17', limits: ['3 requests'] });

const askHelper = async (prompt) => (await generateText({ model: modelOf(helper), prompt })).text;
const tools = {
  look_up: tool({ description: 'Looks something up.', inputSchema: z.object({ input: z.string() }), execute: ({ input }) => askHelper(input) }),
  send_refund: tool({ description: 'Pays an order back.', inputSchema: z.object({ order: z.number() }), execute: ({ order }) => `order ${order}` }),
};
const work = async (prompt) => (await generateText({ model: modelOf(owner), tools, prompt, stopWhen: stepCountIs(4) })).steps[0].toolResults[0]?.output;
const delegated = await work(`call tool look_up with {"input":"reply with 'order 17 is paid'"}`);

let result;
while (!result) {
  try {
    result = await work('call tool send_refund with {"order":17}'); // exactly the same call, each time
  } catch (error) {
    const request = APICallError.isInstance(error) && error.responseHeaders?.['x-bartizan-access-request'];
    if (!request) throw error;
    await pause({ step: 'held', delegated, request, said: error.message });
  }
}

await finish(result, {
  owner,
  helper,
  askOwner: () => work('hello'),
  askHelper: () => askHelper('hello'),
  describe: (e) => [e.name, e.statusCode, e.responseBody && JSON.parse(e.responseBody).error.code],
});
