// A real authorization server (oidc-provider) at which a person has an account that agents use; prints its port as one line of JSON. Whoever comes is signed in
// as ada and allows everything, as a browser with a session would.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { REDIRECT, CLIENT_SECRET, RESOURCE } = process.env;
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const { port } = server.address();
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'bartizan', client_secret: CLIENT_SECRET, redirect_uris: [REDIRECT], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }],
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    introspection: { enabled: true },
    dPoP: { enabled: true, requireNonce: () => true, nonceSecret: Buffer.alloc(32, 7) },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => {
        if (resource !== RESOURCE) throw new Error('another resource');
        return { scope: 'read write', audience: resource, accessTokenTTL: 4, accessTokenFormat: 'opaque' };
      },
    },
  },
  scopes: ['read', 'write', 'offline_access'],
  pkce: { required: () => true },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['a key of a test'] },
  ttl: { Grant: 3_600, Interaction: 600, Session: 3_600, RefreshToken: 3_600, AuthorizationCode: 60 },
});
const answer = provider.callback();
server.on('request', async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId: 'ada' } }, { mergeWithLastSubmission: false });
  const grant = new provider.Grant({ accountId: 'ada', clientId: params.client_id });
  grant.addOIDCScope('read write');
  grant.addResourceScope(RESOURCE, 'read write');
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
});
console.log(JSON.stringify({ port }));
