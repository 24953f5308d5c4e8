import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from './client';
import type { TestPolicy } from './types';

export const usePolicies = () => useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => api.get('/api/policies', undefined, signal), refetchInterval: 60_000 });

export const useTestPolicy = () => useMutation({ mutationFn: (request: TestPolicy) => api.post('/api/policies/test', request) });
