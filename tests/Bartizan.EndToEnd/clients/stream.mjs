// Streams one answer with the real `openai` client and prints it with its finish reason as one line of JSON.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: `${process.env.GATEWAY}/openai/v1`, apiKey: process.env.KEY, maxRetries: 0 });
const result = { text: '', finish: null };
for await (const chunk of await client.chat.completions.create({ model: 'demo', stream: true, messages: [{ role: 'user', content: 'tell me' }] })) {
  result.text += chunk.choices[0]?.delta?.content ?? '';
  result.finish = chunk.choices[0]?.finish_reason ?? result.finish;
}
console.log(JSON.stringify(result));
