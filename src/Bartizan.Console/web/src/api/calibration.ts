import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { ApplyCalibration } from './types';

const calibrationKey = ['calibration'];

/** What recorded traffic says; read once for each budget and system, since the server reads the log for it. */
export const useCalibration = (budget: number, system: string) =>
  useQuery({
    queryKey: [...calibrationKey, budget, system],
    queryFn: ({ signal }) => api.get('/api/calibration', { budget, system }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

function useChange<Change>(mutationFn: (change: Change) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: calibrationKey }) });
}

export const useApplyCalibration = () => useChange((change: ApplyCalibration) => api.post('/api/calibration', change));
export const useClearCalibration = () => useChange((system: string) => api.post('/api/calibration/clear', { system }));

/** Says what an exchange was; its page and every calibration follow. */
export function useMarkExchange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (attack: boolean) => api.post('/api/exchanges/{id}/mark', { attack }, id),
    onSettled: () => Promise.all([['exchange', id], calibrationKey, ['policies']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
