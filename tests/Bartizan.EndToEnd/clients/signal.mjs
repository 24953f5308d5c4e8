// A transmitter of shared signals made with jose: signs one security event token, or takes the one it is given, pushes it and prints the answer and the token as one line of JSON.
import * as jose from 'jose';

const { PRIVATE_KEY, KEY_ID, ISSUER, AUDIENCE, ENDPOINT, AUTHORIZATION, SUBJECT, EVENT, SAID, TOKEN } = process.env;
const token = TOKEN ?? await new jose.SignJWT({
  sub_id: { format: 'iss_sub', iss: ISSUER, sub: SUBJECT },
  events: { [EVENT]: { event_timestamp: Math.floor(Date.now() / 1000), initiating_entity: 'admin', reason_admin: { en: 'left the company' }, ...JSON.parse(SAID ?? '{}') } },
})
  .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt', kid: KEY_ID })
  .setIssuer(ISSUER).setAudience(AUDIENCE).setIssuedAt().setJti(crypto.randomUUID())
  .sign(await jose.importPKCS8(PRIVATE_KEY, 'RS256'));
const answer = await fetch(ENDPOINT, { method: 'POST', headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json', authorization: AUTHORIZATION }, body: token });
console.log(JSON.stringify({ status: answer.status, body: await answer.text(), token }));
