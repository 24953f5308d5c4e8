// Runs the conformance suite's scenarios for clients against the gateway's own OAuth client. The suite starts a server and then "a client", which is this
// script again: it tells the test at BRIDGE where the server is, and the test has the gateway use it. Prints how each check ended as one line of JSON.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { BRIDGE, SCENARIOS, REVISION, MCP_CONFORMANCE_SCENARIO, MCP_CONFORMANCE_CONTEXT } = process.env;

async function beClient(url) {
  const response = await fetch(BRIDGE, { method: 'POST', body: JSON.stringify({ scenario: MCP_CONFORMANCE_SCENARIO, url, context: JSON.parse(MCP_CONFORMANCE_CONTEXT ?? '{}') }) });
  console.log(await response.text());
  process.exit(response.ok ? 0 : 1);
}

async function run(scenario) {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-client-conformance-'));
  const suite = new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url).pathname;
  const client = `${process.execPath} ${fileURLToPath(import.meta.url)}`;
  const child = spawn(process.execPath, [suite, 'client', '--command', client, '--scenario', scenario, '--spec-version', REVISION, '--force', '--timeout', '60000', '-o', folder], { stdio: 'ignore' });
  await new Promise((resolve) => child.on('close', resolve));
  const checks = [];
  let said = '';
  for (const result of await readdir(folder, { recursive: true })) {
    if (result.endsWith('checks.json')) {
      checks.push(...JSON.parse(await readFile(join(folder, result), 'utf8')).map(({ id, status, description, errorMessage }) => ({ id, status, description: errorMessage ?? description })));
    } else if (result.endsWith('stdout.txt')) {
      said = await readFile(join(folder, result), 'utf8');
    }
  }
  await rm(folder, { recursive: true });
  return { checks, said };
}

if (process.argv[2]?.startsWith('http')) {
  await beClient(process.argv[2]);
}

const results = {};
for (const scenario of SCENARIOS.split(',')) {
  results[scenario] = await run(scenario);
}
console.log(JSON.stringify(results));
