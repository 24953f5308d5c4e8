import { useQuery } from '@tanstack/react-query';
import { api } from './client';

export const useBlueprints = () =>
  useQuery({ queryKey: ['blueprints'], queryFn: ({ signal }) => api.get('/api/blueprints', undefined, signal), refetchInterval: 15_000 });

/** All versions of one, the newest first. */
export const useBlueprintVersions = (id: string, version: number) =>
  useQuery({ queryKey: ['blueprints', id, version], queryFn: ({ signal }) => api.find('/api/blueprints/{id}', id, signal) });
