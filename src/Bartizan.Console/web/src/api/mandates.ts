import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';

const key = ['mandates'];

export const useMandates = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => api.get('/api/mandates', undefined, signal), refetchInterval: 5_000 });

export function useEndMandate(id: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (reason: string) => api.post('/api/mandates/{id}/end', { reason }, id), onSettled: () => client.invalidateQueries({ queryKey: key }) });
}
