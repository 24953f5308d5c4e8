/** Commands that the console shows to be copied. */

const gatewayDefault = 'http://127.0.0.1:4180';

/** Sends one question through the gateway. */
export const curl = (gateway = gatewayDefault, key = '$BARTIZAN_KEY') => `curl ${gateway}/openai/v1/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"demo","messages":[{"role":"user","content":"Hello"}]}'`;

/** What a client changes: its base URL and its key. */
export const baseUrl = (gateway = gatewayDefault, key = '$BARTIZAN_KEY') => ({
  openai: `export OPENAI_BASE_URL=${gateway}/openai/v1\nexport OPENAI_API_KEY=${key}`,
  anthropic: `export ANTHROPIC_BASE_URL=${gateway}/anthropic\nexport ANTHROPIC_API_KEY=${key}`,
});

/** Switches the sealed recording of text on. */
export const recordText = 'bartizan up --record-content';
