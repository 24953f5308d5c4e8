import { useQuery } from '@tanstack/react-query';
import { api } from './client';

/** What runs here: version, addresses, whether text is recorded, what each role may do. */
export const useMeta = () =>
  useQuery({ queryKey: ['meta'], queryFn: ({ signal }) => api.get('/api/meta', undefined, signal), staleTime: 60_000 });
