import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { CompleteAccount, ConnectedAccountList } from './types';

const key = ['connected-accounts'];

/** Servers that ask for an account of the person's own. */
export const useConnectedAccounts = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => api.get('/api/connected-accounts', undefined, signal), refetchInterval: 15_000 });

/** Leaves for where the account is. */
export const useBeginAccount = () =>
  useMutation({
    mutationFn: (server: string) => api.post('/api/connected-accounts/{id}/begin', undefined, server),
    onSuccess: ({ redirect }) => location.assign(redirect),
  });

function useChange<T>(mutationFn: (change: T) => Promise<ConnectedAccountList>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSuccess: (list) => client.setQueryData(key, list) });
}

export const useCompleteAccount = () => useChange((answer: CompleteAccount) => api.post('/api/connected-accounts/complete', answer));
export const useDisconnectAccount = () => useChange((server: string) => api.post('/api/connected-accounts/{id}/disconnect', undefined, server));
