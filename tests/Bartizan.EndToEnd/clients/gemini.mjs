// Drives the real `@google/genai` client, changed in nothing but base URL and key, and prints what it got as one line of JSON.
import { GoogleGenAI } from '@google/genai';

const make = (apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: `${process.env.GATEWAY}/gemini` } });
const client = make(process.env.KEY);
const tools = [{ functionDeclarations: [{ name: 'get_weather', parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } } } }] }];
const ask = (contents, config) => ({ model: 'demo', contents, config });
const result = {};

const plain = await client.models.generateContent(ask('echo: plain answer'));
result.plain = plain.text;
result.exchange = plain.sdkHttpResponse?.headers?.['x-bartizan-exchange'] ?? '';
result.usage = plain.usageMetadata.totalTokenCount > 0;

result.stream = '';
for await (const chunk of await client.models.generateContentStream(ask('echo: one two three four'))) {
  result.stream += chunk.text ?? '';
  result.finish = chunk.candidates[0].finishReason ?? result.finish;
}

const call = await client.models.generateContent(ask('call tool get_weather with {"city":"Paris"}', { tools }));
result.tool = [call.candidates[0].finishReason, call.functionCalls[0].name, JSON.stringify(call.functionCalls[0].args)];
result.streamedTool = [];
for await (const chunk of await client.models.generateContentStream(ask('call tool get_weather with {"city":"Paris"}', { tools }))) {
  for (const one of chunk.functionCalls ?? []) result.streamedTool.push(one.name, JSON.stringify(one.args));
}

result.afterTool = (await client.models.generateContent(ask([
  { role: 'user', parts: [{ text: 'How is the weather?' }] },
  { role: 'model', parts: [{ functionCall: { name: 'get_weather', args: {} } }] },
  { role: 'user', parts: [{ functionResponse: { name: 'get_weather', response: { output: 'echo: sunny' } } }] },
], { tools }))).text;

const fails = async (from, contents) => {
  try {
    await from.models.generateContent(ask(contents));
    return null;
  } catch (error) {
    return [error.constructor.name, error.status];
  }
};
result.blocked = await fails(client, `My key is ${'AKIA' + 'Z7Q2PM4XW5RT3LKD'}, why does it fail?`);
result.unknown = await fails(make('wrong'), 'hi');

const raw = await fetch(`${process.env.GATEWAY}/gemini/v1beta/models/demo:streamGenerateContent`, {
  method: 'POST',
  headers: { 'x-goog-api-key': process.env.KEY, 'content-type': 'application/json' },
  body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'echo: in an array' }] }] }),
});
result.array = (await raw.json()).map((r) => r.candidates[0].content.parts[0].text).join('');

console.log(JSON.stringify(result));
