import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import type { ApproveTool, SuspendTool, ToolView } from './types';

const toolsKey = ['tools'];

export const useTools = () =>
  useQuery({ queryKey: toolsKey, queryFn: ({ signal }) => api.get('/api/tools', undefined, signal), refetchInterval: 15_000 });

/** What a tool says of itself; read anew when it says something else. */
export const useToolDefinition = ({ server, name, digest, approvedAt }: ToolView) =>
  useQuery({
    queryKey: [...toolsKey, server, name, digest, approvedAt],
    queryFn: ({ signal }) => api.get('/api/tools/definition', { server, name }, signal),
  });

function useChange<Change>(mutationFn: (change: Change) => Promise<ToolView>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: toolsKey }) });
}

export const useApproveTool = () => useChange((tool: ApproveTool) => api.post('/api/tools/approve', tool));
export const useSuspendTool = () => useChange((tool: SuspendTool) => api.post('/api/tools/suspend', tool));
