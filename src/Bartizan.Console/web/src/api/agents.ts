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

/** Callers that no agent is declared for. */
export const useShadowCallers = () =>
  useQuery({
    queryKey: ['agents', 'shadow'],
    queryFn: ({ signal }) => api.get('/api/agents/shadow', undefined, signal),
    refetchInterval: 15_000,
  });

export const useInstances = (id: string) =>
  useQuery({ queryKey: ['agents', id, 'instances'], queryFn: ({ signal }) => api.find('/api/agents/{id}/instances', id, signal), refetchInterval: 15_000 });

/** Suspends an agent that works, and resumes one that a person suspended. */
export function useDecideOnAgent(verb: 'suspend' | 'resume') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => api.post(`/api/agents/{id}/${verb}`, { reason }, id),
    onSettled: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
}

export function useRevokeAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post('/api/agents/{id}/revoke', undefined, id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
}
