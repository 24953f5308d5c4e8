// Drives the real `openai` and `@anthropic-ai/sdk` clients into a budget and prints what they made of it as one line of JSON.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';

const result = {};
const messages = [{ role: 'user', content: 'echo: one two three four five six' }];
const body = (model, more = {}) => ({ model, max_tokens: 50, messages, ...more });

// Notes the status of every answer, so that what a client does by itself can be seen.
const noting = (statuses) => async (...args) => {
  const response = await fetch(...args);
  statuses.push(response.status);
  return response;
};

const clients = {
  openai: (more) => {
    const client = new OpenAI({ baseURL: `${process.env.GATEWAY}/openai/v1`, apiKey: process.env.KEY, ...more });
    return (request) => client.chat.completions.create(request);
  },
  anthropic: (more) => {
    const client = new Anthropic({ baseURL: `${process.env.GATEWAY}/anthropic`, apiKey: process.env.KEY, ...more });
    return (request) => client.messages.create(request);
  },
};

for (const [name, make] of Object.entries(clients)) {
  // One request a day: the second is refused, and asking again by itself would be in vain.
  const model = `demo-${name}`;
  const daily = [];
  const ask = make({ maxRetries: 2, fetch: noting(daily) });
  await ask(body(model));
  try {
    await ask(body(model));
    result[name] = null;
  } catch (error) {
    result[name] = { type: error.constructor.name, status: error.status, statuses: daily, retryAfter: Number(error.headers.get('retry-after')) > 0, says: error.message.includes("'daily'") };
  }

  // One stream at a time: the second waits as long as it is told, and comes through once the first has ended.
  const open = [];
  const stream = make({ maxRetries: 10, fetch: noting(open) });
  const first = await stream(body('demo-slow', { stream: true }));
  const second = stream(body('demo-slow', { stream: true }));
  for await (const _ of first) { /* to its end */ }
  let events = 0;
  for await (const _ of await second) events++;
  result[name].waited = [open[0], open[1], open.at(-1), events > 0];
}

console.log(JSON.stringify(result));
