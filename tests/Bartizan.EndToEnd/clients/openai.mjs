// Drives the real `openai` client, changed in nothing but base URL and key, and prints what it got as one line of JSON.
import OpenAI, { AzureOpenAI } from 'openai';

const client = new OpenAI({ baseURL: `${process.env.GATEWAY}/openai/v1`, apiKey: process.env.KEY, maxRetries: 0 });
const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
const ask = (content, more = {}) => ({ model: 'demo', messages: [{ role: 'user', content }], ...more });
const result = {};

const plain = await client.chat.completions.create(ask('echo: plain answer')).withResponse();
result.plain = plain.data.choices[0].message.content;
result.exchange = plain.response.headers.get('x-bartizan-exchange');
result.usage = plain.data.usage.total_tokens > 0;

result.stream = '';
result.finish = null;
for await (const chunk of await client.chat.completions.create(ask('echo: one two three four', { stream: true }))) {
  result.stream += chunk.choices[0]?.delta?.content ?? '';
  result.finish = chunk.choices[0]?.finish_reason ?? result.finish;
}

const call = (await client.chat.completions.create(ask('call tool get_weather with {"city":"Paris"}', { tools }))).choices[0];
result.tool = [call.finish_reason, call.message.tool_calls[0].function.name, call.message.tool_calls[0].function.arguments];

let args = '';
let name = '';
for await (const chunk of await client.chat.completions.create(ask('call tool get_weather with {"city":"Paris"}', { tools, stream: true }))) {
  const delta = chunk.choices[0]?.delta?.tool_calls?.[0]?.function;
  name += delta?.name ?? '';
  args += delta?.arguments ?? '';
}
result.streamedTool = [name, args];

const answered = await client.chat.completions.create({
  model: 'demo',
  tools,
  messages: [
    { role: 'user', content: 'How is the weather?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: 'echo: sunny' },
  ],
});
result.afterTool = answered.choices[0].message.content;
result.models = (await client.models.list()).data.map((m) => m.id);

const close = await client.embeddings.create({ model: 'demo', input: ['the red castle', 'the red tower', 'quite another thing'] });
const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const vectors = close.data.map((d) => d.embedding);
result.embeddings = [vectors.length, vectors[0].length, dot(vectors[0], vectors[1]) > dot(vectors[0], vectors[2])];
try {
  await client.embeddings.create({ model: 'demo', input: [[1, 2, 3]] });
  result.tokenIds = null;
} catch (error) {
  result.tokenIds = [error.constructor.name, error.status, error.code];
}

const azure = new AzureOpenAI({ endpoint: `${process.env.GATEWAY}/azure`, apiKey: process.env.KEY, apiVersion: '2024-10-21', deployment: 'demo-prod', maxRetries: 0 });
result.azure = (await azure.chat.completions.create(ask('echo: from a deployment'))).choices[0].message.content;
result.azureStream = '';
for await (const chunk of await azure.chat.completions.create(ask('echo: one two three', { stream: true }))) {
  result.azureStream += chunk.choices[0]?.delta?.content ?? '';
}
const azureV1 = new OpenAI({ baseURL: `${process.env.GATEWAY}/azure/openai/v1`, apiKey: process.env.KEY, maxRetries: 0 });
result.azureV1 = (await azureV1.chat.completions.create(ask('echo: version one'))).choices[0].message.content;

try {
  await client.chat.completions.create(ask(`My key is ${'AKIA' + 'Z7Q2PM4XW5RT3LKD'}, why does it fail?`));
  result.blocked = null;
} catch (error) {
  result.blocked = [error.constructor.name, error.status, error.code];
}

try {
  await new OpenAI({ baseURL: client.baseURL, apiKey: 'wrong', maxRetries: 0 }).chat.completions.create(ask('hi'));
} catch (error) {
  result.unknown = [error.constructor.name, error.status, error.code];
}

console.log(JSON.stringify(result));
