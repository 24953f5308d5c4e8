// An OpenID provider on the certified library oidc-provider, once for each way in which a client proves itself. It prints "ready" when it listens.
//   PORTS    three ports, for client_secret_basic, client_secret_post and private_key_jwt
//   CONSOLE, GATEWAY  addresses of the Bartizan that is the client
//   PEOPLE   a file: { "name": { "groups": [...] } }, read anew whenever somebody is asked about
//   SECRET   the client's secret
// POST /id-jag signs claims as an identity assertion, in the place of the token exchange by which an enterprise's provider would give it: the library has none.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const { PORTS, CONSOLE, GATEWAY, PEOPLE, SECRET } = process.env;
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
      redirect_uris: [`${CONSOLE}/api/sign-in/${name}/callback`],
      post_logout_redirect_uris: [`${CONSOLE}/sign-in`],
      backchannel_logout_uri: `${CONSOLE}/api/sign-in/${name}/logout`,
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
  const assert = async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const claims = { iss: issuer, jti: randomUUID(), ...JSON.parse(body) };
    response.end(await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'oauth-id-jag+jwt', kid: key.kid }).setIssuedAt().setExpirationTime('5m').sign(await importJWK(key, 'RS256')));
  };
  return Promise.all(['127.0.0.1', '::1'].map((host) => new Promise((resolve) => {
    const answer = provider.callback();
    const server = createServer((request, response) => (request.url === '/id-jag' ? assert(request, response) : answer(request, response)));
    server.on('error', resolve);
    server.listen(port, host, resolve);
  })));
}

await Promise.all(PORTS.split(',').map((port, i) => start(names[i], methods[i], port)));
console.log('ready');
