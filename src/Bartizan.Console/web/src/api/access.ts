import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { makePasskey, signWithPasskey } from '../lib/passkey';
import { api } from './client';
import type { AccessRequestDetail, PrepareApproval } from './types';

const requestsKey = ['access-requests'];
const passkeysKey = ['passkeys'];

export const useRequests = () =>
  useQuery({ queryKey: requestsKey, queryFn: ({ signal }) => api.get('/api/access-requests', undefined, signal), refetchInterval: 5_000 });

/** How many people are asked for; 0 while that is not known. */
export const useWaiting = () => useRequests().data?.items.filter((request) => request.state === 'waiting').length ?? 0;

export const useRequest = (id: string, may: boolean) =>
  useQuery({ queryKey: [...requestsKey, id], queryFn: ({ signal }) => api.find('/api/access-requests/{id}', id, signal), enabled: may, refetchInterval: 5_000 });

function useDecision<Decision>(id: string, mutationFn: (decision: Decision) => Promise<AccessRequestDetail>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: requestsKey, exact: false }), meta: { id } });
}

/** Asks the server what there is to sign, the passkey to sign it, and the server to take it. */
export const useApprove = (id: string) =>
  useDecision(id, async (wish: PrepareApproval) => {
    const challenge = await api.post('/api/access-requests/{id}/challenge', wish, id);
    const proof = await signWithPasskey(challenge);
    return api.post('/api/access-requests/{id}/approve', { digest: wish.digest, uses: wish.uses, until: challenge.until, ...proof }, id);
  });

export const useDeny = (id: string) => useDecision(id, (reason: string) => api.post('/api/access-requests/{id}/deny', { reason }, id));
export const useTakeBack = (id: string) => useDecision(id, () => api.post('/api/access-requests/{id}/revoke', undefined, id));

export const usePasskeys = (may: boolean) =>
  useQuery({ queryKey: passkeysKey, queryFn: ({ signal }) => api.get('/api/passkeys', undefined, signal), enabled: may });

export function useAddPasskey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, password }: { name: string; password: string }) => {
      const made = await makePasskey(await api.post('/api/passkeys/challenge', undefined));
      return api.post('/api/passkeys', { name, password, ...made });
    },
    onSettled: () => client.invalidateQueries({ queryKey: passkeysKey }),
  });
}

export function useRemovePasskey() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: string) => api.post('/api/passkeys/{id}/remove', undefined, id), onSettled: () => client.invalidateQueries({ queryKey: passkeysKey }) });
}
