// A person before the console: a browser without a screen, that keeps its cookie and says what the page would say with it.
export function browser(console) {
  let cookie = '';
  let csrf;
  // What the console answers, whatever that is.
  async function ask(method, path, body) {
    const headers = { 'content-type': 'application/json', ...(cookie && { cookie }), ...(csrf && { 'x-bartizan-csrf': csrf }) };
    const answer = await fetch(new URL(path, console), { method, headers, body: body && JSON.stringify(body) });
    for (const set of answer.headers.getSetCookie()) cookie = set.split(';')[0];
    const said = await answer.text();
    const parsed = said ? JSON.parse(said) : {};
    if (answer.ok && path.startsWith('/api/session')) csrf = parsed.csrfToken;
    return { status: answer.status, ok: answer.ok, body: parsed };
  }
  // The same where nothing else than success will do.
  async function call(method, path, body) {
    const answer = await ask(method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  const forget = () => ([cookie, csrf] = ['', undefined]);
  return { ask, call, forget };
}

// What became of an OAuth request: granted, or the error's code.
export async function attempt(work) {
  try {
    await work();
    return 'granted';
  } catch (error) {
    return error.error ?? error.cause?.error ?? error.message;
  }
}
