import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useAnswerConsent, useConsentRequest } from '../../api/consents';
import { api } from '../../api/client';
import { usePerson } from '../../api/session';
import { useProve } from '../../api/signIn';
import type { ConsentRequestView } from '../../api/types';
import { FactList } from '../../components/FactList';
import { Mark } from '../../components/Mark';
import { Problem } from '../../components/Problem';
import { Failed, SkeletonRows } from '../../components/States';
import { Time } from '../../components/Text';
import { Use } from '../../components/Use';
import { useParam } from '../../lib/url';
import css from './Consent.module.css';

/** An app asks to act for the person: who asks, for what, until when, and where the browser goes next. */
export default function Consent() {
  const [id] = useParam('request');
  const request = useConsentRequest(id);
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}>
          <Mark size={24} />
          <span>Bartizan</span>
        </div>
        {request.data ? <Question id={id} request={request.data} />
          : request.isError || id === '' ? <Failed what="The question" error={request.error} again={() => void request.refetch()} />
          : <SkeletonRows rows={6} />}
      </div>
    </main>
  );
}

/** Ends the session and comes back to the question, which stands before the sign-in page then. */
async function signInAnew() {
  await api.post('/api/session/sign-out', undefined);
  location.reload();
}

function Question({ id, request }: { id: string; request: ConsentRequestView }) {
  const person = usePerson();
  const answer = useAnswerConsent(id);
  const prove = useProve();
  const { mutate } = answer;
  const begun = useRef(false);
  useEffect(() => {
    if (!request.remembered || begun.current) return;
    begun.current = true;
    mutate(true);
  }, [request.remembered, mutate]);

  if (request.remembered && !answer.isError) return <p role="status">You allowed this before. Going on to {request.redirectHost}…</p>;
  return (
    <>
      <h1 className={css.title}>
        <bdi>“{request.name}”</bdi> asks to act for you
      </h1>
      {request.vouched ? (
        <p className={css.text}>Registered here. <bdi>{request.owner}</bdi> answers for it.</p>
      ) : (
        <p className={css.warning} role="note">
          <strong>Nobody here vouched for this app.</strong> It gave itself that name. What is known of it is its id, <code>{request.client}</code>. Allow it only if
          you began this yourself, in an app that you trust.
        </p>
      )}
      <section aria-label="What it may do" className={css.part}>
        <h2>If you allow it, it can use, in your name</h2>
        <Use use={request.use} />
        <p className={css.text}>Never more than you and the agent may each do: policy is asked about both at every call.</p>
      </section>
      <FactList facts={[
        ['You are', person.name],
        ['Until', <Time value={request.until} />],
        ['Your browser goes to', request.staysHere ? <>a program on this computer (<code>{request.redirectHost}</code>)</> : <code>{request.redirectHost}</code>],
      ]} />
      {request.needsSignIn && <p className={css.warning} role="note">The app asks for a newer sign-in than yours, or one in another way. Sign in anew to allow it.</p>}
      <Problem error={answer.error} />
      <div className={css.buttons}>
        <Button variant="default" disabled={answer.isPending || answer.isSuccess} onClick={() => mutate(false)}>Deny</Button>
        {request.needsSignIn ? <Button variant="default" onClick={() => person.hasPassword ? void signInAnew() : prove.mutate()}>Sign in anew</Button>
          : <Button variant="default" disabled={answer.isPending || answer.isSuccess} onClick={() => mutate(true)}>Allow</Button>}
      </div>
      <p className={css.foot}>You can take it back at any time under Connected agents.</p>
    </>
  );
}
