import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useSession } from './api/session';
import { Boundary } from './components/Boundary';
import { Empty, Failed } from './components/States';
import { Frame } from './frame/Frame';
import { places, isAt } from './frame/places';
import { usePath } from './lib/url';

const SignIn = lazy(() => import('./pages/signin/SignIn'));
const Overview = lazy(() => import('./pages/overview/Overview'));
const Exchanges = lazy(() => import('./pages/exchanges/Exchanges'));
const Exchange = lazy(() => import('./pages/exchange/Exchange'));
const Agents = lazy(() => import('./pages/agents/Agents'));
const Blueprints = lazy(() => import('./pages/blueprints/Blueprints'));
const Tools = lazy(() => import('./pages/tools/Tools'));
const Requests = lazy(() => import('./pages/requests/Requests'));
const Reviews = lazy(() => import('./pages/reviews/Reviews'));
const Policies = lazy(() => import('./pages/policies/Policies'));
const Permissions = lazy(() => import('./pages/permissions/Permissions'));
const Calibration = lazy(() => import('./pages/calibration/Calibration'));
const KillSwitches = lazy(() => import('./pages/killswitches/KillSwitches'));
const Mandates = lazy(() => import('./pages/mandates/Mandates'));
const Credentials = lazy(() => import('./pages/credentials/Credentials'));
const Budgets = lazy(() => import('./pages/budgets/Budgets'));
const People = lazy(() => import('./pages/people/People'));
const Consent = lazy(() => import('./pages/consent/Consent'));
const Connected = lazy(() => import('./pages/connected/Connected'));
const Accounts = lazy(() => import('./pages/accounts/Accounts'));
const AccountsCallback = lazy(() => import('./pages/accounts/Callback'));
const Signals = lazy(() => import('./pages/signals/Signals'));
const Ledger = lazy(() => import('./pages/ledger/Ledger'));

export function App() {
  const session = useSession();
  const path = usePath();
  useEffect(() => {
    const place = places.find((place) => isAt(place, path));
    document.title = place && session.data?.person ? `${place.name} · Bartizan` : 'Bartizan';
  }, [path, session.data]);

  if (session.isPending) return null;
  if (session.isError && !session.data) return <Failed what="The console" error={session.error} again={() => void session.refetch()} />;
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (session.data.state !== 'signedIn' || token) {
    return (
      <Suspense fallback={null}>
        <SignIn session={session.data} token={token} />
      </Suspense>
    );
  }

  // A question stands alone: nothing around it may look like a part of it.
  if (path === '/consent') {
    return (
      <Suspense fallback={null}>
        <Consent />
      </Suspense>
    );
  }

  return (
    <Frame>
      <Boundary key={path.split('/')[1]}>
        <Suspense fallback={null}>
          <Switch>
            <Route path="/" component={Overview} />
            <Route path="/exchanges" component={Exchanges} />
            <Route path="/exchanges/:id">{({ id }) => <Exchange key={id} id={id} />}</Route>
            <Route path="/agents" component={Agents} />
            <Route path="/blueprints" component={Blueprints} />
            <Route path="/tools" component={Tools} />
            <Route path="/credentials" component={Credentials} />
            <Route path="/requests" component={Requests} />
            <Route path="/reviews" component={Reviews} />
            <Route path="/policies" component={Policies} />
            <Route path="/permissions" component={Permissions} />
            <Route path="/calibration" component={Calibration} />
            <Route path="/budgets" component={Budgets} />
            <Route path="/mandates" component={Mandates} />
            <Route path="/kill-switches" component={KillSwitches} />
            <Route path="/signals" component={Signals} />
            <Route path="/ledger" component={Ledger} />
            <Route path="/people" component={People} />
            <Route path="/accounts" component={Accounts} />
            <Route path="/accounts/callback" component={AccountsCallback} />
            <Route path="/connected" component={Connected} />
            <Route path="/sign-in">
              <Redirect to="/" replace />
            </Route>
            <Route>
              <Empty icon="search" title="There is no page here">
                <p>The address may be old, or mistyped.</p>
              </Empty>
            </Route>
          </Switch>
        </Suspense>
      </Boundary>
    </Frame>
  );
}
