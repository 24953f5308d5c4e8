import { useQuery } from '@tanstack/react-query';
import { api } from './client';

export const useBudgets = () =>
  useQuery({ queryKey: ['budgets'], queryFn: ({ signal }) => api.get('/api/budgets', undefined, signal), refetchInterval: 15_000 });
