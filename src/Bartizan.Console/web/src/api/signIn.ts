import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { returnPath } from '../lib/signIn';
import { api } from './client';

const identitiesKey = ['identities'];

/** The identity providers, for buttons. */
export const useProviders = () => useQuery({ queryKey: ['providers'], queryFn: ({ signal }) => api.get('/api/sign-in', undefined, signal), staleTime: Infinity });

/** Goes to a provider, and comes back to the page that is open. */
export const useBeginSignIn = () =>
  useMutation({
    mutationFn: (provider: string) => api.post('/api/sign-in/{id}', { returnTo: returnPath(location) }, provider),
    onSuccess: (begun) => location.assign(begun.location),
  });

/** Proves anew, at the provider by which one signed in, who one is, and comes back to the page that is open. */
export const useProve = () =>
  useMutation({
    mutationFn: () => api.post('/api/identities/prove', { returnTo: returnPath(location) }),
    onSuccess: (begun) => location.assign(begun.location),
  });

export const useIdentities = () => useQuery({ queryKey: identitiesKey, queryFn: ({ signal }) => api.get('/api/identities', undefined, signal) });

export const useLinkIdentity = () =>
  useMutation({
    mutationFn: ({ provider, password }: { provider: string; password: string }) => api.post('/api/identities', { provider, password, returnTo: returnPath(location) }),
    onSuccess: (begun) => location.assign(begun.location),
  });

export function useRemoveIdentity() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post('/api/identities/{id}/remove', undefined, id),
    onSuccess: (identities) => client.setQueryData(identitiesKey, identities),
  });
}
