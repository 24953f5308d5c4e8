// Drives the real `@aws-sdk/client-bedrock-runtime`, changed in nothing but endpoint and key pair (or key), and prints what it got as one line of JSON.
// Its HTTP/1.1 handler is named because without TLS this client would begin with HTTP/2.
import {
  BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand, InvokeModelCommand, InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const base = { endpoint: `${process.env.GATEWAY}/bedrock`, region: 'eu-central-1', maxAttempts: 1, requestHandler: new NodeHttpHandler() };
const signing = (accessKeyId, secretAccessKey, more = {}) => new BedrockRuntimeClient({ ...base, credentials: { accessKeyId, secretAccessKey }, ...more });
const modelId = 'anthropic.claude-3-haiku-20240307-v1:0';
const card = ['4111', '1111', '1111', '1111'].join(' ');
const secret = `My key is ${'AKIA' + 'Z7Q2PM4XW5RT3LKD'}, why does it fail?`;
const toolConfig = { tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } } } } } }] };
const user = (text) => ({ role: 'user', content: [{ text }] });
const ask = (text, more = {}) => ({ modelId, messages: [user(text)], ...more });
const claude = (text, more = {}) => ({
  modelId, contentType: 'application/json', body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 500, messages: [{ role: 'user', content: text }], ...more }),
});
const fails = async (run) => {
  try {
    await run();
    return null;
  } catch (error) {
    return [error.name, error.$metadata?.httpStatusCode, error.reason];
  }
};

const streamed = async (client, input) => {
  const got = { text: '', tool: [], input: '' };
  for await (const event of (await client.send(new ConverseStreamCommand(input))).stream) {
    got.text += event.contentBlockDelta?.delta?.text ?? '';
    got.input += event.contentBlockDelta?.delta?.toolUse?.input ?? '';
    if (event.contentBlockStart?.start?.toolUse) got.tool.push(event.contentBlockStart.start.toolUse.name);
    got.stop = event.messageStop?.stopReason ?? got.stop;
  }
  return got;
};

const invokeStreamed = async (client, input) => {
  const got = { text: '', tool: [], input: '' };
  for await (const event of (await client.send(new InvokeModelWithResponseStreamCommand(input))).body) {
    const inner = JSON.parse(new TextDecoder().decode(event.chunk.bytes));
    got.text += inner.delta?.text ?? '';
    got.input += inner.delta?.partial_json ?? '';
    if (inner.content_block?.name) got.tool.push(inner.content_block.name);
  }
  return got;
};

const tour = async (client) => {
  const result = {};
  const plain = await client.send(new ConverseCommand(ask('echo: plain answer')));
  result.plain = plain.output.message.content[0].text;
  result.usage = plain.usage.totalTokens > 0;
  const stream = await streamed(client, ask('echo: one two three four'));
  result.stream = [stream.text, stream.stop];
  const call = await client.send(new ConverseCommand(ask('call tool get_weather with {"city":"Paris"}', { toolConfig })));
  const use = call.output.message.content[0].toolUse;
  result.tool = [call.stopReason, use.name, JSON.stringify(use.input)];
  const streamedCall = await streamed(client, ask('call tool get_weather with {"city":"Paris"}', { toolConfig }));
  result.streamedTool = [...streamedCall.tool, streamedCall.input];
  result.afterTool = (await client.send(new ConverseCommand({
    modelId,
    toolConfig,
    messages: [
      user('How is the weather?'),
      { role: 'assistant', content: [{ toolUse: { toolUseId: 'tooluse_1', name: 'get_weather', input: {} } }] },
      { role: 'user', content: [{ toolResult: { toolUseId: 'tooluse_1', content: [{ text: 'echo: sunny' }] } }] },
    ],
  }))).output.message.content[0].text;
  result.invoked = JSON.parse(new TextDecoder().decode((await client.send(new InvokeModelCommand(claude('echo: invoked')))).body)).content[0].text;
  result.invokedStream = (await invokeStreamed(client, claude('echo: five six seven'))).text;
  const invokedTool = await invokeStreamed(client, claude('call tool get_weather with {"city":"Paris"}'));
  result.invokedTool = [...invokedTool.tool, invokedTool.input];
  result.byAddress = (await client.send(new ConverseCommand({
    ...ask('echo: by address'), modelId: 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-3-haiku-20240307-v1:0',
  }))).output.message.content[0].text;
  result.masked = (await streamed(client, ask(`echo: ${card} it is`))).text;
  result.maskedInvoke = (await invokeStreamed(client, claude(`echo: ${card} it is`))).text;
  result.blocked = await fails(() => client.send(new ConverseStreamCommand(ask(secret))));
  result.blockedInvoke = await fails(() => client.send(new InvokeModelCommand(claude(secret))));
  return result;
};

const { ACCESS_KEY_ID: id, SECRET_ACCESS_KEY: own } = process.env;
console.log(JSON.stringify({
  signed: await tour(signing(id, own)),
  bearer: await tour(new BedrockRuntimeClient({ ...base, token: { token: process.env.KEY }, authSchemePreference: ['httpBearerAuth'] })),
  wrongSecret: await fails(() => signing(id, `${own}x`).send(new ConverseCommand(ask('hi')))),
  unknown: await fails(() => signing('BTZAAAAAAAAAAAAAAAAA', own).send(new ConverseCommand(ask('hi')))),
  late: await fails(() => signing(id, own, { systemClockOffset: -20 * 60 * 1000 }).send(new ConverseCommand(ask('hi')))),
}));
