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

const waitingKey = ['waiting-questions'];

/** What agents ask the person without a browser of theirs. It is there for minutes only, so it is looked for often. */
export const useQuestions = () => useQuery({ queryKey: waitingKey, queryFn: ({ signal }) => api.get('/api/consents/waiting', undefined, signal), refetchInterval: 5_000 });

export function useAnswerQuestion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, allow }: { id: string; allow: boolean }) => api.post('/api/consents/waiting/{id}/answer', { allow }, id),
    onSettled: (waiting) => waiting ? client.setQueryData(waitingKey, waiting) : client.invalidateQueries({ queryKey: waitingKey }),
  });
}
