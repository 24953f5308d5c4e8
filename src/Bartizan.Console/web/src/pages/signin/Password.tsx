import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { useTakeSession } from '../../api/session';
import { Problem } from '../../components/Problem';
import css from './SignIn.module.css';

export function Password() {
  const take = useTakeSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({ mutationFn: () => api.post('/api/session/password', { name, password }), onSuccess: take });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <form onSubmit={submit} className={css.form}>
      <h1>Sign in</h1>
      <TextInput label="Name" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus required
        withAsterisk={false} value={name} onChange={(event) => setName(event.target.value)} />
      <PasswordInput label="Password" name="password" autoComplete="current-password" required withAsterisk={false} value={password}
        onChange={(event) => setPassword(event.target.value)} />
      <Problem error={enter.error} />
      <Button type="submit" size="sm" fullWidth loading={enter.isPending}>
        Sign in
      </Button>
    </form>
  );
}
