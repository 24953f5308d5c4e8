import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { RunPolicyTests, SavePolicies, StartReview, TestPolicy } from './types';

export const usePolicies = () => useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => api.get('/api/policies', undefined, signal), refetchInterval: 60_000 });

export const useTestPolicy = () => useMutation({ mutationFn: (request: TestPolicy) => api.post('/api/policies/test', request) });

export const usePermissions = () => useQuery({ queryKey: ['permissions'], queryFn: ({ signal }) => api.get('/api/policies/permissions', undefined, signal), staleTime: 30_000, refetchInterval: 60_000 });

export const useWhyNot = () => useMutation({ mutationFn: (request: TestPolicy) => api.post('/api/policies/why-not', request) });

/** What policy was asked about an exchange. */
export const useQuestions = (exchange: string) =>
  useQuery({ queryKey: ['questions', exchange], queryFn: ({ signal }) => api.find('/api/exchanges/{id}/questions', exchange, signal), staleTime: Infinity });

/** Read anew only when asked: somebody is writing in what was read. */
export const usePolicyFiles = () => useQuery({ queryKey: ['policyFiles'], queryFn: ({ signal }) => api.get('/api/policies/files', undefined, signal), refetchOnWindowFocus: false });

export const usePolicyWords = () => useQuery({ queryKey: ['policyWords'], queryFn: ({ signal }) => api.get('/api/policies/words', undefined, signal), staleTime: Infinity });

/** What is wrong in a draft; while a new answer is under way, what was wrong before. */
export const useCheck = (file: string, text: string, enabled: boolean) =>
  useQuery({ queryKey: ['policyCheck', file, text], queryFn: () => api.post('/api/policies/check', { file, text }), enabled, placeholderData: keepPreviousData, staleTime: 30_000, gcTime: 60_000, retry: false });

export const useRunPolicyTests = () => useMutation({ mutationFn: (body: RunPolicyTests) => api.post('/api/policies/run-tests', body) });

export const useStartReview = () => useMutation({ mutationFn: (body: StartReview) => api.post('/api/policies/reviews', body) });

/** A review, followed until it is over. */
export const useReview = (id: string | undefined) =>
  useQuery({
    queryKey: ['review', id],
    queryFn: ({ signal }) => api.find('/api/policies/reviews/{id}', id!, signal),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data && ['done', 'stopped', 'broken'].includes(query.state.data.state) ? false : 400),
  });

export function useSavePolicies() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SavePolicies) => api.post('/api/policies/save', body),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['policyFiles'] });
      // The gateway looks for changed files once a second.
      setTimeout(() => ['policies', 'permissions'].forEach((key) => void client.invalidateQueries({ queryKey: [key] })), 2_500);
    },
  });
}
