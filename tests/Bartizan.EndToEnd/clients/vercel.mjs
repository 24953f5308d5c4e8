// Drives Vercel's `ai` with its providers for OpenAI-like servers and for Anthropic, each pointed at models of other providers, and prints what it got as one line of JSON.
// `generateText` and `streamText` run the whole loop of a tool by themselves: call, result, last answer.
import { generateText, streamText, tool, stepCountIs } from 'ai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createAnthropic } from '@ai-sdk/anthropic';
import { z } from 'zod';

const { GATEWAY: gateway, KEY: apiKey } = process.env;
const compatible = createOpenAICompatible({ name: 'bartizan', baseURL: `${gateway}/openai/v1`, apiKey, includeUsage: true });
const anthropic = createAnthropic({ baseURL: `${gateway}/anthropic/v1`, apiKey });
const tools = { get_weather: tool({ description: 'Tells the weather.', inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => `echo: sunny in ${city}` }) };
const wish = 'call tool get_weather with {"city":"Paris"}';
const result = {};
// What it warns of goes to stdout, which is for the result.
globalThis.AI_SDK_LOG_WARNINGS = false;

for (const [name, model] of [
  ['openai by-anthropic', compatible('by-anthropic')],
  ['openai by-google', compatible('by-google')],
  ['openai by-amazon', compatible('by-amazon')],
  ['anthropic by-openai', anthropic('by-openai')],
  ['anthropic by-google', anthropic('by-google')],
  ['anthropic by-amazon', anthropic('by-amazon')],
]) {
  const got = {};
  const plain = await generateText({ model, prompt: 'echo: grüße 🏰', maxRetries: 0 });
  got.plain = [plain.text, plain.finishReason, plain.usage.outputTokens > 0];
  const stream = streamText({ model, prompt: 'echo: one two three four', maxRetries: 0 });
  got.stream = '';
  for await (const piece of stream.textStream) got.stream += piece;
  got.finish = await stream.finishReason;
  const worked = await generateText({ model, prompt: wish, tools, stopWhen: stepCountIs(3), maxRetries: 0 });
  got.tool = [worked.steps[0].finishReason, worked.steps[0].toolCalls[0].toolName, worked.steps[0].toolCalls[0].input.city, worked.text];
  const streamed = streamText({ model, prompt: wish, tools, stopWhen: stepCountIs(3), maxRetries: 0 });
  got.streamedTool = await streamed.text;
  result[name] = got;
}
console.log(JSON.stringify(result));
