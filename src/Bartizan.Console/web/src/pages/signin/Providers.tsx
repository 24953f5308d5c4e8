import { Button } from '@mantine/core';
import { useBeginSignIn, useProviders } from '../../api/signIn';
import { Icon } from '../../components/Icon';
import { Problem } from '../../components/Problem';
import css from './SignIn.module.css';

/** The doors of others: one button for each identity provider, and a line before what stands below. Nothing where there is none. */
export function Providers({ or }: { or: string }) {
  const providers = useProviders();
  const begin = useBeginSignIn();
  if (!providers.data || providers.data.items.length === 0) return null;
  return (
    <section aria-label="Identity providers" className={css.providers}>
      {providers.data.items.map((provider) => (
        <Button key={provider.name} variant="default" size="sm" fullWidth leftSection={<Icon name="open" size={14} />}
          loading={(begin.isPending || begin.isSuccess) && begin.variables === provider.name} disabled={begin.isPending || begin.isSuccess}
          onClick={() => begin.mutate(provider.name)}>
          <span className="clip">Sign in with {provider.title}</span>
        </Button>
      ))}
      <Problem error={begin.error} />
      <p className={css.or}>{or}</p>
    </section>
  );
}
