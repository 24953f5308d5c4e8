import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';

const connectedKey = ['connected'];

/** What an app asks the person for. It is asked once: what was answered is over. */
export const useConsentRequest = (id: string) =>
  useQuery({ queryKey: ['consent', id], queryFn: ({ signal }) => api.find('/api/consents/requests/{id}', id, signal), staleTime: Infinity, refetchOnWindowFocus: false, enabled: id !== '' });

/** Answers, and leaves for where the answer goes. */
export const useAnswerConsent = (id: string) =>
  useMutation({
    mutationFn: (allow: boolean) => api.post('/api/consents/requests/{id}/answer', { allow }, id),
    onSuccess: ({ redirect }) => location.replace(redirect),
  });

export const useConnected = () => useQuery({ queryKey: connectedKey, queryFn: ({ signal }) => api.get('/api/consents', undefined, signal) });

export function useDisconnect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agent: string) => api.post('/api/consents/{id}/disconnect', undefined, agent),
    onSuccess: (connected) => client.setQueryData(connectedKey, connected),
  });
}
