import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { KillSwitchUsed, UseKillSwitch } from './types';

const key = ['kill-switches'];

export const useKillSwitches = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => api.get('/api/kill-switches', undefined, signal), refetchInterval: 5_000 });

function useChange(mutationFn: (change: UseKillSwitch) => Promise<KillSwitchUsed>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: key }) });
}

export const useThrow = () => useChange((change) => api.post('/api/kill-switches/throw', change));
export const useLift = () => useChange((change) => api.post('/api/kill-switches/lift', change));
