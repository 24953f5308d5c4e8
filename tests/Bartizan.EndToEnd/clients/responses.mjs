// Drives the Responses part of the real `openai` client, changed in nothing but base URL and key, and prints what it got as one line of JSON.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: `${process.env.GATEWAY}/openai/v1`, apiKey: process.env.KEY, maxRetries: 0 });
const tools = [{ type: 'function', name: 'get_weather', strict: false, parameters: { type: 'object', properties: { city: { type: 'string' } } } }];
const ask = (input, more = {}) => ({ model: 'demo', input, ...more });
const result = {};

const plain = await client.responses.create(ask('echo: plain answer')).withResponse();
result.plain = plain.data.output_text;
result.exchange = plain.response.headers.get('x-bartizan-exchange');
result.usage = plain.data.usage.total_tokens > 0;

result.stream = '';
result.finish = null;
for await (const event of await client.responses.create(ask('echo: one two three four', { stream: true }))) {
  if (event.type === 'response.output_text.delta') result.stream += event.delta;
  if (event.type === 'response.completed') result.finish = event.response.status;
}
result.gathered = (await client.responses.stream(ask('echo: one two three four')).finalResponse()).output_text;

const call = (await client.responses.create(ask('call tool get_weather with {"city":"Paris"}', { tools }))).output.find((i) => i.type === 'function_call');
result.tool = [call.status, call.name, call.arguments];
const streamedCall = (await client.responses.stream(ask('call tool get_weather with {"city":"Paris"}', { tools })).finalResponse()).output.find((i) => i.type === 'function_call');
result.streamedTool = [streamedCall.name, streamedCall.arguments];

result.afterTool = (await client.responses.create(ask([
  { role: 'user', content: 'How is the weather?' },
  { type: 'function_call', call_id: 'c1', name: 'get_weather', arguments: '{}' },
  { type: 'function_call_output', call_id: 'c1', output: 'echo: sunny' },
], { tools }))).output_text;
result.models = (await client.models.list()).data.map((m) => m.id);

try {
  await client.responses.create(ask(`My key is ${'AKIA' + 'Z7Q2PM4XW5RT3LKD'}, why does it fail?`));
  result.blocked = null;
} catch (error) {
  result.blocked = [error.constructor.name, error.status, error.code];
}

console.log(JSON.stringify(result));
