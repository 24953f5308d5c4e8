// An OpenID provider on the certified library oidc-provider, once for each way in which a client proves itself. It prints "ready" when it listens.
//   PORTS    three ports, for client_secret_basic, client_secret_post and private_key_jwt
//   CONSOLE, GATEWAY  addresses of the Bartizan that is the client; of several that sign people in here, consoles with commas between
//   PEOPLE   a file: { "name": { "groups": [...] } }, read anew whenever somebody is asked about
//   SECRET   the client's secret
//   APPS     a file: { "authorization server": "what the client is called there" }, read anew whenever somebody's identity is exchanged
// POST /id-jag signs claims as an identity assertion, in the place of the token exchange by which an enterprise's provider would give it: the library has none.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const { PORTS, CONSOLE, GATEWAY, PEOPLE, SECRET, APPS } = process.env;
const consoles = CONSOLE.split(',');
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idJag = 'urn:ietf:params:oauth:token-type:id-jag';
const names = ['staff', 'partners', 'robots'];
const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

function start(name, method, port) {
  const issuer = `http://localhost:${port}`;
  const key = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', kid: `${name}-1` };
  const provider = new Provider(issuer, {
    jwks: { keys: [key] },
    cookies: { keys: ['a key for the cookies of a test'] },
    clients: [{
      client_id: 'bartizan',
      token_endpoint_auth_method: method,
      ...(method === 'private_key_jwt' ? { jwks_uri: `${GATEWAY}/oauth/jwks`, token_endpoint_auth_signing_alg: 'ES256' } : { client_secret: SECRET }),
      grant_types: ['authorization_code', tokenExchange],
      redirect_uris: consoles.map((console) => `${console}/api/sign-in/${name}/callback`),
      post_logout_redirect_uris: consoles.map((console) => `${console}/sign-in`),
      backchannel_logout_uri: `${consoles[0]}/api/sign-in/${name}/logout`,
      backchannel_logout_session_required: true,
    }],
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    // It refuses to ask addresses of this machine, which is right elsewhere.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id, groups: JSON.parse(readFileSync(PEOPLE, 'utf8'))[id]?.groups ?? [] }) }),
  });
  provider.on('server_error', (_, error) => console.error(name, error));
  provider.on('grant.error', (_, error) => console.error(name, error.message, error.error_detail));
  provider.on('backchannel.error', (_, error) => console.error(name, error));
  const sign = async (claims) =>
    new SignJWT({ iss: issuer, jti: randomUUID(), ...claims }).setProtectedHeader({ alg: 'RS256', typ: 'oauth-id-jag+jwt', kid: key.kid }).setIssuedAt().setExpirationTime('5m').sign(await importJWK(key, 'RS256'));
  const assert = async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.end(await sign(JSON.parse(body)));
  };
  // The client has proven who it is; its person by an ID token that was given to it.
  provider.registerGrantType(tokenExchange, async (context) => {
    const { client, params } = context.oidc;
    const app = JSON.parse(readFileSync(APPS, 'utf8'))[params.audience];
    const refuse = (error, description) => Object.assign(context, { status: 400, body: { error, error_description: description } });
    if (params.requested_token_type !== idJag || params.subject_token_type !== 'urn:ietf:params:oauth:token-type:id_token') return refuse('invalid_request', 'another kind of token');
    if (!app) return refuse('invalid_target', 'no such authorization server');
    try {
      const { payload } = await jwtVerify(params.subject_token, await importJWK({ kty: key.kty, n: key.n, e: key.e }, 'RS256'), { issuer, audience: client.clientId });
      const token = await sign({ sub: payload.sub, aud: params.audience, client_id: app, resource: params.resource, scope: params.scope });
      context.body = { access_token: token, issued_token_type: idJag, token_type: 'N_A', expires_in: 300 };
    } catch (e) {
      return refuse('invalid_grant', e.message);
    }
  }, ['requested_token_type', 'audience', 'resource', 'scope', 'subject_token', 'subject_token_type']);
  return Promise.all(['127.0.0.1', '::1'].map((host) => new Promise((resolve) => {
    const answer = provider.callback();
    const server = createServer((request, response) => (request.url === '/id-jag' ? assert(request, response) : answer(request, response)));
    server.on('error', resolve);
    server.listen(port, host, resolve);
  })));
}

await Promise.all(PORTS.split(',').map((port, i) => start(names[i], methods[i], port)));
console.log('ready');
