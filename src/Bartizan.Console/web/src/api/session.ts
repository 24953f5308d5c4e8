import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, onSignedOut, keepCsrfToken } from './client';
import type { Person, Right, Session } from './types';

export const sessionKey = ['session'];

/** Who looks at the console. Every answer brings the token that changes must carry. */
export function useSession() {
  const client = useQueryClient();
  useEffect(() => onSignedOut(() => void client.invalidateQueries({ queryKey: sessionKey })), [client]);
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => keep(await api.get('/api/session', undefined, signal)),
    staleTime: 60_000,
    retry: 1,
  });
}

/** The person, on pages that are shown only to one who is signed in. */
export function usePerson(): Person {
  const person = useQueryClient().getQueryData<Session>(sessionKey)?.person;
  if (!person) throw new Error('Nobody is signed in.');
  return person;
}

export const useMay = (right: Right) => usePerson().rights.includes(right);

/** Takes over a session that signing in or out answered with. */
export function useTakeSession() {
  const client = useQueryClient();
  return (session: Session) => {
    keep(session);
    if (session.state === 'signedOut') client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    client.setQueryData(sessionKey, session);
  };
}

function keep(session: Session): Session {
  keepCsrfToken(session.csrfToken);
  return session;
}
