import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RangeKey } from '../lib/range';
import { api } from './client';
import type { AddAgent } from './types';

export const useAgents = (range: RangeKey) =>
  useQuery({
    queryKey: ['agents', range],
    queryFn: ({ signal }) => api.get('/api/agents', { range }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });

export function useAddAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agent: AddAgent) => api.post('/api/agents', agent),
    onSuccess: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
}

export function useRevokeAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post('/api/agents/{id}/revoke', undefined, id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
}
