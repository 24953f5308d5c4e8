import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';

/** An exchange does not change once it is recorded; only its checkpoint may come later. */
export const useExchange = (id: string) =>
  useQuery({ queryKey: ['exchange', id], queryFn: ({ signal }) => api.find('/api/exchanges/{id}', id, signal), staleTime: 60_000 });
