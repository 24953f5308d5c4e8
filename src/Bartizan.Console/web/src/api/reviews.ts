import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { AnswerQuestion, BeginReview } from './types';

const key = ['reviews'];
const every = { refetchInterval: 10_000 } as const;

export const useReviews = () => useQuery({ queryKey: [...key, 'list'], queryFn: ({ signal }) => api.get('/api/reviews', undefined, signal), ...every });

/** How many questions wait for the person; 0 while that is not known. */
export const useQuestionsForMe = () => useReviews().data?.waiting ?? 0;

export const useOpenQuestions = () => useQuery({ queryKey: [...key, 'open'], queryFn: ({ signal }) => api.get('/api/reviews/questions', undefined, signal), ...every });

export const useQuestionsOf = (review: string) =>
  useQuery({ queryKey: [...key, 'of', review], queryFn: ({ signal }) => api.find('/api/reviews/{id}', review, signal), ...every });

export const useProposals = () => useQuery({ queryKey: [...key, 'proposals'], queryFn: ({ signal }) => api.get('/api/reviews/proposals', undefined, signal), ...every });

export const useUses = (agent: string) =>
  useQuery({ queryKey: ['uses', agent], queryFn: ({ signal }) => api.find('/api/agents/{id}/uses', agent, signal), refetchInterval: 30_000 });

function useChange<T, R>(mutationFn: (change: T) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => Promise.all([key, ['blueprints'], ['agents']].map((queryKey) => client.invalidateQueries({ queryKey, exact: false }))),
  });
}

export const useBeginReview = () => useChange((review: BeginReview) => api.post('/api/reviews', review));
export const useAnswer = (id: string) => useChange((answer: AnswerQuestion) => api.post('/api/reviews/questions/{id}/answer', answer, id));
export const useAssign = (id: string) => useChange((reviewer: string) => api.post('/api/reviews/questions/{id}/assign', { reviewer }, id));
export const useAccept = (id: string) => useChange((reason: string) => api.post('/api/reviews/proposals/{id}/accept', { reason }, id));
export const useDecline = (id: string) => useChange((reason: string) => api.post('/api/reviews/proposals/{id}/decline', { reason }, id));
