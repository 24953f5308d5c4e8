import { useQuery } from '@tanstack/react-query';
import { api } from './client';

/** Streams of shared signals, in and out. */
export const useSignals = () =>
  useQuery({ queryKey: ['signals'], queryFn: ({ signal }) => api.get('/api/signals', undefined, signal), refetchInterval: 15_000 });
