// Runs the official conformance suite against a server directly and through the gateway, and prints how each check ended as one line of JSON.
// The suite sends no credentials, so a relay adds the key and changes nothing else, not even the Host header.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { GATEWAY, KEY, DIRECT, SERVER, REVISION } = process.env;

const relay = createServer((request, response) => {
  const { hostname, port } = new URL(GATEWAY);
  const onward = ask({ hostname, port, path: request.url, method: request.method, headers: { ...request.headers, authorization: `Bearer ${KEY}` } }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    response.flushHeaders();
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
});
await new Promise((resolve) => relay.listen(0, '127.0.0.1', resolve));

async function run(url) {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-conformance-'));
  const suite = new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [suite, 'server', '--url', url, '--suite', 'all', '--spec-version', REVISION, '-o', folder], { stdio: 'ignore' });
  await new Promise((resolve) => child.on('close', resolve));
  const results = {};
  for (const scenario of await readdir(folder)) {
    const name = scenario.replace(/-\d{4}-\d\d-\d\dT.*$/, '');
    for (const { id, name: title, status } of JSON.parse(await readFile(join(folder, scenario, 'checks.json')))) {
      (results[`${name} ${id} ${title}`] ??= []).push(status);
    }
  }
  await rm(folder, { recursive: true });
  return results;
}

const direct = await run(DIRECT);
const through = await run(`http://127.0.0.1:${relay.address().port}/mcp/${SERVER}`);
console.log(JSON.stringify({ direct, through }));
process.exit(0);
