import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import { sessionKey } from './session';
import type { Invite, Role } from './types';

const peopleKey = ['people'];

export const usePeople = () =>
  useQuery({ queryKey: peopleKey, queryFn: ({ signal }) => api.get('/api/accounts', undefined, signal), refetchInterval: 15_000 });

/** A change to an account; it may be one's own, and then the session changes with it. */
function useChange<Change, Answer>(mutationFn: (change: Change) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: sessionKey });
      await client.invalidateQueries({ queryKey: peopleKey });
    },
  });
}

export const useInvite = () => useChange((invite: Invite) => api.post('/api/accounts/invitations', invite));
export const useNewLink = () => useChange((id: string) => api.post('/api/accounts/{id}/link', undefined, id));
export const useChangeRoles = () => useChange(({ id, roles }: { id: string; roles: Role[] }) => api.put('/api/accounts/{id}/roles', { roles }, id));
export const useDisable = () => useChange((id: string) => api.post('/api/accounts/{id}/disable', undefined, id));
export const useEnable = () => useChange((id: string) => api.post('/api/accounts/{id}/enable', undefined, id));
