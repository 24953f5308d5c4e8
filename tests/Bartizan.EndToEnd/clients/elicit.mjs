// Calls a tool that policy holds with the official MCP client, as an application does that can open addresses for its person: MODE is the client's revision.
import { Client, StreamableHTTPClientTransport, UrlElicitationRequiredError } from '@modelcontextprotocol/client';

const { GATEWAY, KEY, MODE } = process.env;
const opened = [];
const client = new Client({ name: 'test', version: '1' }, { capabilities: { elicitation: { form: {}, url: {} } }, versionNegotiation: { mode: MODE } });
client.setRequestHandler('elicitation/create', async ({ params }) => {
  opened.push([params.mode, params.url, params.message]);
  return { action: 'accept' };
});
await client.connect(new StreamableHTTPClientTransport(new URL(`${GATEWAY}/mcp/files`), { requestInit: { headers: { Authorization: `Bearer ${KEY}` } } }));

const call = async () => {
  for (let i = 0; i < 100; i++) {
    try {
      return await client.callTool({ name: 'echo', arguments: { text: 'open the gate' } });
    } catch (error) {
      // In this revision the client itself sends its person and tries again.
      if (!(error instanceof UrlElicitationRequiredError)) throw error;
      if (opened.length === 0) opened.push([error.elicitations[0].mode, error.elicitations[0].url, error.elicitations[0].message]);
      await new Promise((done) => setTimeout(done, 500));
    }
  }
  throw new Error('Nobody approved it.');
};
const result = await call();
console.log(JSON.stringify({ revision: client.getNegotiatedProtocolVersion(), opened, text: result.content[0].text, isError: result.isError ?? false }));
process.exit(0);
