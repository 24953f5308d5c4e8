// LangGraph through Bartizan: an identity, a sub-agent with less, a tool call that needs a person, the end. See docs/orchestrators.md.
import { ChatOpenAI } from '@langchain/openai';
import { tool } from '@langchain/core/tools';
import { Annotation, Command, END, MemorySaver, START, StateGraph, interrupt } from '@langchain/langgraph';
import { z } from 'zod';
import { GATEWAY, OWNER, OWNER_SECRET, HELPER, HELPER_SECRET, agent, begin, delegate, finish, pause } from './bartizan.mjs';

const modelOf = (token) => new ChatOpenAI({ model: 'demo', apiKey: token, configuration: { baseURL: `${GATEWAY}/openai/v1` } });

const owner = begin(await agent(OWNER, OWNER_SECRET), { purpose: 'refund order 17', limits: ['20 requests'], depth: 1 });
const helper = delegate(await agent(HELPER, HELPER_SECRET), owner, { purpose: 'look up order 17', limits: ['3 requests'] });

const sendRefund = tool(({ order }) => `order ${order}`, { name: 'send_refund', description: 'Pays an order back.', schema: z.object({ order: z.number() }) });
const [ownerModel, helperModel] = [modelOf(owner).bindTools([sendRefund]), modelOf(helper)];

// What a person has to see interrupts the graph; resumed, the node asks again, and again if it is still held.
const untilApproved = async (ask) => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const request = error.headers?.get('x-bartizan-access-request');
      if (!request) throw error;
      interrupt({ request, said: error.message });
    }
  }
};

const graph = new StateGraph(Annotation.Root({ delegated: Annotation(), call: Annotation(), result: Annotation() }))
  .addNode('lookUp', async () => ({ delegated: (await helperModel.invoke(`reply with 'order 17 is paid'`)).content }))
  .addNode('decide', async () => ({ call: (await untilApproved(() => ownerModel.invoke('call tool send_refund with {"order":17}'))).tool_calls[0] }))
  .addNode('pay', async ({ call }) => ({ result: (await sendRefund.invoke(call)).content }))
  .addEdge(START, 'lookUp').addEdge('lookUp', 'decide').addEdge('decide', 'pay').addEdge('pay', END)
  .compile({ checkpointer: new MemorySaver() });

const thread = { configurable: { thread_id: 'order 17' } };
let state = await graph.invoke({}, thread);
while (state.__interrupt__) {
  await pause({ step: 'held', delegated: state.delegated, ...state.__interrupt__[0].value });
  state = await graph.invoke(new Command({ resume: true }), thread);
}

await finish(state.result, {
  owner,
  helper,
  askOwner: () => ownerModel.invoke('hello'),
  askHelper: () => helperModel.invoke('hello'),
  describe: (e) => [e.constructor.name, e.status, e.code],
});
