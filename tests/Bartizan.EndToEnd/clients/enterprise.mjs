// The official MCP client with its provider for enterprise-managed authorization: it finds the authorization server by the gateway's metadata, brings an
// identity assertion, and calls a tool. Prints what it got as one line of JSON.
import { Client, CrossAppAccessProvider, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const { GATEWAY, IDP, APP, APP_SECRET, SUBJECT } = process.env;
const asked = [];
const authProvider = new CrossAppAccessProvider({
  clientId: APP,
  clientSecret: APP_SECRET,
  expectedIssuer: GATEWAY,
  assertion: async ({ authorizationServerUrl, resourceUrl, scope }) => {
    asked.push([new URL(authorizationServerUrl).origin === GATEWAY, resourceUrl, scope]);
    const answer = await fetch(`${IDP}/id-jag`, { method: 'POST', body: JSON.stringify({ sub: SUBJECT, aud: GATEWAY, client_id: APP, resource: resourceUrl, scope }) });
    return await answer.text();
  },
});
const client = new Client({ name: 'enterprise', version: '1' });
await client.connect(new StreamableHTTPClientTransport(new URL('/mcp/files', GATEWAY), { authProvider }));
const { tools } = await client.listTools();
const { access_token: token } = authProvider.tokens();
await client.close();
console.log(JSON.stringify({ asked, tools: tools.map((tool) => tool.name), claims: JSON.parse(Buffer.from(token.split('.')[1], 'base64url')) }));
process.exit(0);
