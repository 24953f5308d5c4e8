// Drives the real `openai` and `@anthropic-ai/sdk` clients where requests are tokenised, and prints what they got as one line of JSON.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const email = 'bob@example.org';
const defaultHeaders = { 'x-bartizan-session': 'masking' };
const openai = new OpenAI({ baseURL: `${process.env.GATEWAY}/openai/v1`, apiKey: process.env.KEY, maxRetries: 0, defaultHeaders });
const anthropic = new Anthropic({ baseURL: `${process.env.GATEWAY}/anthropic`, apiKey: process.env.KEY, maxRetries: 0, defaultHeaders });
const messages = (content) => [{ role: 'user', content }];
const result = {};

result.chat = '';
for await (const chunk of await openai.chat.completions.create({ model: 'demo', stream: true, messages: messages(`echo: write to ${email} today`) })) {
  result.chat += chunk.choices[0]?.delta?.content ?? '';
}

const tools = ['note', 'send_email'].map((name) => ({ name, input_schema: { type: 'object', properties: { to: { type: 'string' } } } }));
const call = (tool) => ({ model: 'demo', max_tokens: 500, tools, messages: messages(`call tool ${tool} with {"to":"${email}"}`) });
result.note = (await anthropic.messages.create(call('note'))).content[0].input.to;
result.sent = (await anthropic.messages.create(call('send_email'))).content[0].input.to;
result.streamedNote = (await anthropic.messages.stream(call('note')).finalMessage()).content[0].input.to;
result.streamedSent = (await anthropic.messages.stream(call('send_email')).finalMessage()).content[0].input.to;

// The model's token, which a tool that is not cleared saw, is the person's address again for the person.
result.told = (await anthropic.messages.create({ model: 'demo', max_tokens: 500, messages: messages(`echo: noted ${result.note}`) })).content[0].text;
console.log(JSON.stringify(result));
