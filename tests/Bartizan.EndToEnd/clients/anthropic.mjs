// Drives the real `@anthropic-ai/sdk` client, changed in nothing but base URL and key, and prints what it got as one line of JSON.
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ baseURL: `${process.env.GATEWAY}/anthropic`, apiKey: process.env.KEY, maxRetries: 0 });
const tools = [{ name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }];
const ask = (content, more = {}) => ({ model: 'demo', max_tokens: 500, messages: [{ role: 'user', content }], ...more });
const result = {};

const plain = await client.messages.create(ask('echo: plain answer')).withResponse();
result.plain = plain.data.content[0].text;
result.exchange = plain.response.headers.get('x-bartizan-exchange');
result.usage = plain.data.usage.output_tokens > 0;

const streamed = await client.messages.stream(ask('echo: one two three four')).finalMessage();
result.stream = streamed.content[0].text;
result.finish = streamed.stop_reason;

const call = await client.messages.create(ask('call tool get_weather with {"city":"Paris"}', { tools }));
result.tool = [call.stop_reason, call.content[0].name, JSON.stringify(call.content[0].input)];

const streamedCall = await client.messages.stream(ask('call tool get_weather with {"city":"Paris"}', { tools })).finalMessage();
result.streamedTool = [streamedCall.content[0].name, JSON.stringify(streamedCall.content[0].input)];

const answered = await client.messages.create({
  model: 'demo',
  max_tokens: 500,
  tools,
  messages: [
    { role: 'user', content: 'How is the weather?' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'get_weather', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'echo: sunny' }] },
  ],
});
result.afterTool = answered.content[0].text;
result.beta = (await client.beta.messages.create(ask('echo: beta too', { betas: ['token-counting-2024-11-01'] }))).content[0].text;
result.counted = (await client.messages.countTokens({ model: 'demo', messages: [{ role: 'user', content: 'twelve chars' }] })).input_tokens;
result.models = (await client.models.list()).data.map((m) => m.id);

try {
  await client.messages.create(ask(`My key is ${'AKIA' + 'Z7Q2PM4XW5RT3LKD'}, why does it fail?`));
  result.blocked = null;
} catch (error) {
  result.blocked = [error.constructor.name, error.status];
}

try {
  await new Anthropic({ baseURL: client.baseURL, apiKey: 'wrong', maxRetries: 0 }).messages.create(ask('hi'));
} catch (error) {
  result.unknown = [error.constructor.name, error.status];
}

console.log(JSON.stringify(result));
