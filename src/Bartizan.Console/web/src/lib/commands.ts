/** Commands that the console shows to be copied. */

const gatewayDefault = 'http://127.0.0.1:4180/';

/** The API's address may end in a slash. */
const bare = (address: string) => address.replace(/\/$/, '');

/** Sends one question through the gateway. */
export const curl = (gateway = gatewayDefault, key = '$BARTIZAN_KEY') => `curl -s ${bare(gateway)}/openai/v1/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"demo","messages":[{"role":"user","content":"What can you do?"}]}'`;

/** What a client changes: its base URL and its key. */
export const baseUrl = (gateway = gatewayDefault, key = '$BARTIZAN_KEY') => ({
  openai: `export OPENAI_BASE_URL=${bare(gateway)}/openai/v1\nexport OPENAI_API_KEY=${key}`,
  anthropic: `export ANTHROPIC_BASE_URL=${bare(gateway)}/anthropic\nexport ANTHROPIC_API_KEY=${key}`,
});

/** Switches the sealed recording of text on, in bartizan.yaml. */
export const recordText = 'recording:\n  content: sealed';
