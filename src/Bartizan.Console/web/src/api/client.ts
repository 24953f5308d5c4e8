import type { paths } from './schema';
import type { Problem } from './types';

type Answer<Path extends keyof paths, Method extends 'get' | 'post' | 'put'> =
  paths[Path][Method] extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;
type Body<Path extends keyof paths, Method extends 'post' | 'put'> =
  paths[Path][Method] extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;

/** A call that failed: what went wrong, how to mend it, and the request id to look for in the server's log. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

let csrf: string | null = null;
let signedOut: () => void = () => undefined;

/** Every change carries the session's token, so that another site cannot make one in the person's name. */
export const keepCsrfToken = (token: string | null) => void (csrf = token);

/** What happens when the server says that the session has ended. */
export const onSignedOut = (run: () => void) => void (signedOut = run);

export function url(path: string, query?: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }

  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export const api = {
  get: <P extends keyof paths>(path: P, query?: object, signal?: AbortSignal): Promise<Answer<P, 'get'>> =>
    send('GET', url(path, query), undefined, signal),
  /** As get, for a path with an id in it. */
  find: <P extends keyof paths>(path: P, id: string, signal?: AbortSignal): Promise<Answer<P, 'get'>> =>
    send('GET', place(path, id), undefined, signal),
  post: <P extends keyof paths>(path: P, body: Body<P, 'post'>, id?: string): Promise<Answer<P, 'post'>> =>
    send('POST', id === undefined ? path : place(path, id), body),
  put: <P extends keyof paths>(path: P, body: Body<P, 'put'>, id: string): Promise<Answer<P, 'put'>> =>
    send('PUT', place(path, id), body),
};

const place = (path: string, id: string) => path.replace('{id}', encodeURIComponent(id));

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (method !== 'GET' && csrf !== null) headers['x-bartizan-csrf'] = csrf;
  if (body !== undefined) headers['content-type'] = 'application/json';

  let response: Response;
  try {
    response = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(local(path, 'unreachable', 'Bartizan does not answer.', 'Check that it still runs, then try again.'));
  }

  if (response.ok) return (await response.json()) as T;
  const problem = await problemOf(response, path);
  if (response.status === 401 && !path.startsWith('/api/session')) signedOut();
  throw new ApiError(problem);
}

async function problemOf(response: Response, path: string): Promise<Problem> {
  try {
    const problem = (await response.json()) as Problem;
    if (typeof problem.title === 'string') return problem;
  } catch {
    // Not a problem document: something between us and the server answered.
  }

  return { ...local(path, 'unexpected', `The server answered ${response.status}.`, 'Try again.'), status: response.status };
}

const local = (path: string, code: string, title: string, fix: string): Problem => ({
  type: `/problems/${code}`, title, status: 0, code, detail: null, instance: path, where: null, fix, requestId: '', errors: null,
});
