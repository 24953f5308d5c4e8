import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, ApiError } from '../../api/client';
import { useTakeSession } from '../../api/session';
import { Problem } from '../../components/Problem';
import css from './SignIn.module.css';

const shortest = 12;

/** Chooses a password, and a name unless whoever invited them chose it. */
export function SetUp({ given }: { given: string | null }) {
  const take = useTakeSession();
  const [name, setName] = useState(given ?? '');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const create = useMutation({ mutationFn: () => api.post('/api/session/account', { name, password }), onSuccess: take });
  const where = create.error instanceof ApiError ? create.error.problem.where : null;
  const missing = shortest - password.length;
  const differs = again !== '' && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing <= 0 && again === password) create.mutate();
  };
  return (
    <form onSubmit={submit} className={css.form}>
      <h1>{given ? `Welcome, ${given}` : 'Welcome. Who are you?'}</h1>
      <p className={css.text}>The link worked, and will not work again. From now on you sign in with this name and password.</p>
      <TextInput label="Name" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={!given} readOnly={given !== null} required withAsterisk={false}
        minLength={2} maxLength={64} description={given ? 'Chosen for you by whoever invited you.' : 'Letters, digits, dots, dashes, underscores or @.'} value={name}
        error={where === 'name' ? create.error?.message : undefined} onChange={(event) => setName(event.target.value)} />
      <PasswordInput label="Password" name="new-password" autoComplete="new-password" required withAsterisk={false} minLength={shortest} value={password}
        description={missing <= 0 ? 'Long enough.' : password === '' ? `At least ${shortest} characters. A few words are good.` : `${missing} more to go.`}
        error={where === 'password' ? create.error?.message : undefined} onChange={(event) => setPassword(event.target.value)} />
      <PasswordInput label="Password again" name="new-password-again" autoComplete="new-password" required withAsterisk={false} value={again}
        error={differs && again.length >= password.length ? 'The two differ.' : undefined} onChange={(event) => setAgain(event.target.value)} />
      {where !== 'name' && where !== 'password' && <Problem error={create.error} />}
      <Button type="submit" size="sm" fullWidth loading={create.isPending} disabled={name.length < 2 || missing > 0 || again !== password}>
        Create account and enter
      </Button>
    </form>
  );
}
