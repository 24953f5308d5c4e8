import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useCompleteAccount } from '../../api/accounts';
import { Failed, SkeletonRows } from '../../components/States';

/** Where the browser comes back to. What it brought is taken out of the address at once, and counts once. */
export default function Callback() {
  const complete = useCompleteAccount();
  const [, go] = useLocation();
  const begun = useRef(false);
  const { mutate } = complete;
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const brought = new URLSearchParams(location.search);
    history.replaceState(null, '', '/accounts/callback');
    mutate({ state: brought.get('state') ?? '', code: brought.get('code'), iss: brought.get('iss') }, { onSuccess: () => go('/accounts', { replace: true }) });
  }, [mutate, go]);
  return complete.isError ? <Failed what="The account" error={complete.error} again={() => go('/accounts', { replace: true })} /> : <SkeletonRows rows={4} height={24} gap={20} />;
}
