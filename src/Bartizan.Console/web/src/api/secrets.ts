import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { AddSecret, SecretChanged } from './types';

const key = ['secrets'];

/** Upstream secrets: what they are bound to, never what they are. */
export const useSecrets = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => api.get('/api/secrets', undefined, signal), refetchInterval: 15_000 });

function useChange<T>(mutationFn: (change: T) => Promise<SecretChanged>) {
  const client = useQueryClient();
  // A value is not kept longer than it is on its way.
  return useMutation({ mutationFn, gcTime: 0, onSettled: () => client.invalidateQueries({ queryKey: key }) });
}

export const useAddSecret = () => useChange((secret: AddSecret) => api.post('/api/secrets', secret));
export const useRotateSecret = () => useChange(({ name, value }: { name: string; value: string }) => api.post('/api/secrets/{id}/rotate', { value }, name));
export const useRemoveSecret = () => useChange((name: string) => api.post('/api/secrets/{id}/remove', undefined, name));
