// A receiver of shared signals made with jose: finds the keys of the transmitter by its own document, checks each token and prints the claims as one line of JSON.
import * as jose from 'jose';

const { GATEWAY, AUDIENCE, TOKENS } = process.env;
const about = await (await fetch(new URL('/.well-known/ssf-configuration', GATEWAY))).json();
const keys = jose.createRemoteJWKSet(new URL(about.jwks_uri));
const claims = [];
for (const token of TOKENS.split(' ')) claims.push((await jose.jwtVerify(token, keys, { issuer: about.issuer, audience: AUDIENCE, typ: 'secevent+jwt', algorithms: ['ES256'] })).payload);
console.log(JSON.stringify({ about, claims }));
