import { useEffect, useRef, useState } from 'react';
import { ApiError, api } from '../../api/client';
import { useTakeSession } from '../../api/session';
import type { Session } from '../../api/types';
import { Mark } from '../../components/Mark';
import { problemWords } from '../../lib/signIn';
import { Password } from './Password';
import { Providers } from './Providers';
import { SetUp } from './SetUp';
import css from './SignIn.module.css';

/** The door: a one-time link leads to a name and a password, which open it from then on. */
export default function SignIn({ session, token }: { session: Session; token: string | null }) {
  const link = useOneTimeLink(token);
  const problem = problemWords(location.search);
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}>
          <Mark size={32} />
          <span>Bartizan</span>
        </div>
        {problem && (
          <p className={css.problem} role="alert">
            {problem}
          </p>
        )}
        {link.error && (
          <p className={css.problem} role="alert">
            {link.error}
          </p>
        )}
        {link.busy ? <p role="status">Opening the link…</p>
          : session.state === 'setUp' ? (
            <>
              <SetUp given={session.setUpName} />
              {session.setUpName !== null && <Providers or="You need no password then" />}
            </>
          ) : session.hasAccounts ? (
            <>
              <Providers or="or" />
              <Password />
            </>
          ) : <FirstTime />}
      </div>
      <p className={css.foot}>The security control plane for AI systems.</p>
    </main>
  );
}

function FirstTime() {
  return (
    <>
      <h1>Open the sign-in link</h1>
      <p className={css.text}>
        Nobody has an account yet. Bartizan printed a link that works once, in the terminal where it was started. Open it here, and choose your name
        and password.
      </p>
      <p className={css.text}>Is it lost, or too old? Start Bartizan again: it prints a new one.</p>
    </>
  );
}

/** Redeems the token in the fragment, once, and takes it out of the address before anything else can read it. */
function useOneTimeLink(token: string | null) {
  const take = useTakeSession();
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(token !== null);
  const redeemed = useRef(false);
  useEffect(() => {
    if (token === null || redeemed.current) return;
    redeemed.current = true;
    history.replaceState(null, '', location.pathname + location.search);
    api
      .post('/api/session/link', { token })
      .then(take)
      .catch((cause: unknown) => setError(cause instanceof ApiError ? `${cause.problem.title} ${cause.problem.fix}` : String(cause)))
      .finally(() => setBusy(false));
  }, [token, take]);
  return { error, busy };
}
