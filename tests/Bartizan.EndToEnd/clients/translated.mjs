// Drives the real `openai`, `@anthropic-ai/sdk` and `@google/genai` clients against models of other providers, and prints what each got as one line of JSON.
// A conversation is carried on as an application does: what the model answered is sent back with the tool's result.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';

const { GATEWAY: gateway, KEY: key } = process.env;
const schema = { type: 'object', properties: { city: { type: 'string' } } };
const wish = 'call tool get_weather with {"city":"Paris"}';
const secret = `My key is ${'AKIA' + 'Z7Q2PM4XW5RT3LKD'}, why does it fail?`;
const failure = async (run) => {
  try {
    await run();
    return null;
  } catch (error) {
    return [error.constructor.name, error.status];
  }
};

const viaOpenAi = async (model) => {
  const client = new OpenAI({ baseURL: `${gateway}/openai/v1`, apiKey: key, maxRetries: 0 });
  const tools = [{ type: 'function', function: { name: 'get_weather', parameters: schema } }];
  const ask = (messages, more = {}) => ({ model, messages: typeof messages === 'string' ? [{ role: 'user', content: messages }] : messages, ...more });
  const got = {};
  const plain = (await client.chat.completions.create(ask('echo: grüße 🏰'))).choices[0];
  got.plain = [plain.message.content, plain.finish_reason];
  const stream = client.chat.completions.stream(ask('echo: one two three four', { stream_options: { include_usage: true } }));
  got.stream = [(await stream.finalMessage()).content, (await stream.totalUsage()).total_tokens > 0];
  const call = (await client.chat.completions.create(ask(wish, { tools }))).choices[0];
  got.tool = [call.finish_reason, call.message.tool_calls[0].function.name, call.message.tool_calls[0].function.arguments];
  const streamed = await client.chat.completions.stream(ask(wish, { tools })).finalChatCompletion();
  got.streamedTool = [streamed.choices[0].message.tool_calls[0].function.name, streamed.choices[0].message.tool_calls[0].function.arguments];
  const { message } = streamed.choices[0];
  const after = ask([{ role: 'user', content: wish }, message, { role: 'tool', tool_call_id: message.tool_calls[0].id, content: 'echo: sunny' }], { tools });
  got.afterTool = (await client.chat.completions.create(after)).choices[0].message.content;
  got.models = (await client.models.list()).data.map((m) => m.id).includes(model);
  got.blocked = await failure(() => client.chat.completions.create(ask(secret)));
  got.untranslatable = await failure(() => client.chat.completions.create(ask('hi', { n: 2 })));
  return got;
};

const viaAnthropic = async (model) => {
  const client = new Anthropic({ baseURL: `${gateway}/anthropic`, apiKey: key, maxRetries: 0 });
  const tools = [{ name: 'get_weather', input_schema: schema }];
  const ask = (messages, more = {}) => ({ model, max_tokens: 500, messages: typeof messages === 'string' ? [{ role: 'user', content: messages }] : messages, ...more });
  const got = {};
  const plain = await client.messages.create(ask('echo: grüße 🏰'));
  got.plain = [plain.content[0].text, plain.stop_reason];
  const streamed = await client.messages.stream(ask('echo: one two three four')).finalMessage();
  got.stream = [streamed.content[0].text, streamed.stop_reason];
  const call = await client.messages.create(ask(wish, { tools }));
  const use = (answer) => answer.content.find((b) => b.type === 'tool_use');
  got.tool = [call.stop_reason, use(call).name, JSON.stringify(use(call).input)];
  const streamedCall = await client.messages.stream(ask(wish, { tools })).finalMessage();
  got.streamedTool = [use(streamedCall).name, JSON.stringify(use(streamedCall).input)];
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: use(streamedCall).id, content: 'echo: sunny' }] };
  got.afterTool = (await client.messages.create(ask([{ role: 'user', content: wish }, { role: 'assistant', content: streamedCall.content }, result], { tools }))).content[0].text;
  got.blocked = await failure(() => client.messages.create(ask(secret)));
  got.untranslatable = await failure(() => client.messages.create(ask([{ role: 'user', content: [{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }] }])));
  return got;
};

const viaGoogle = async (model) => {
  const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `${gateway}/gemini` } });
  const tools = [{ functionDeclarations: [{ name: 'get_weather', parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } } } }] }];
  const ask = (contents, config) => ({ model, contents, config });
  const got = {};
  const plain = await client.models.generateContent(ask('echo: grüße 🏰'));
  got.plain = [plain.text, plain.candidates[0].finishReason];
  got.stream = ['', ''];
  for await (const chunk of await client.models.generateContentStream(ask('echo: one two three four'))) {
    got.stream[0] += chunk.text ?? '';
    got.stream[1] = chunk.candidates[0].finishReason ?? got.stream[1];
  }
  const call = await client.models.generateContent(ask(wish, { tools }));
  got.tool = [call.candidates[0].finishReason, call.functionCalls[0].name, JSON.stringify(call.functionCalls[0].args)];
  got.streamedTool = [];
  for await (const chunk of await client.models.generateContentStream(ask(wish, { tools }))) {
    for (const one of chunk.functionCalls ?? []) got.streamedTool.push(one.name, JSON.stringify(one.args));
  }
  const result = { role: 'user', parts: [{ functionResponse: { name: 'get_weather', response: { output: 'echo: sunny' } } }] };
  got.afterTool = (await client.models.generateContent(ask([{ role: 'user', parts: [{ text: wish }] }, call.candidates[0].content, result], { tools }))).text;
  got.blocked = await failure(() => client.models.generateContent(ask(secret)));
  got.untranslatable = await failure(() => client.models.generateContent(ask('hi', { candidateCount: 2 })));
  return got;
};

const result = {};
for (const [client, drive, models] of [
  ['openai', viaOpenAi, ['by-anthropic', 'by-google', 'by-amazon']],
  ['anthropic', viaAnthropic, ['by-openai', 'by-google', 'by-amazon']],
  ['google', viaGoogle, ['by-openai', 'by-anthropic', 'by-amazon']],
]) {
  for (const model of models) result[`${client} ${model}`] = await drive(model);
}
console.log(JSON.stringify(result));
