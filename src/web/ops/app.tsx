/** What surrounds every page: the bar with the way to each of them, and sign-in in place of the page while nobody is signed in. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { loadService, service } from '../api/service.js';
import { resumeSession, session, signOut } from '../api/operators.js';
import { t } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Page, nameApp } from '../ui/page.js';
import { Skeleton } from '../ui/skeleton.js';
import { LanguageSwitch, ThemeSwitch } from '../ui/switches.js';
import { Toasts } from '../ui/toast.js';
import { ClusterPage } from './pages/cluster.js';
import { ConcertPage } from './pages/concert.js';
import { ConcertsPage } from './pages/concerts.js';
import { GlancePage } from './pages/glance.js';
import { LookupPage } from './pages/lookup.js';
import { NewConcertPage } from './pages/new-concert.js';
import { SchedulePage } from './pages/schedule.js';
import { LiveState } from './parts/live-state.js';
import { SignIn } from './pages/sign-in.js';
import { forgetDrafts } from './state/drafts.js';
import { usePoll } from './state/use-poll.js';

const RESUME_EVERY_MS = 5_000;

export function App(): VNode {
  return (
    <LocationProvider scope="/ops">
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <Bar />
      <Place />
      <Toasts />
    </LocationProvider>
  );
}

/** Where one is; a session that is not known yet is asked for until the node answers. */
function Place(): VNode {
  const known = session.value;
  usePoll(known === undefined ? 'session' : null, RESUME_EVERY_MS, async () => {
    const answer = await resumeSession();
    return answer.ok || answer.problem.status === 401 ? null : answer.problem;
  });
  useEffect(() => {
    void loadService().then((answer) => {
      if (answer.ok) nameApp(t('appName', { name: answer.value.name }));
    });
  }, []);
  if (known === undefined) {
    return (
      <main class="page" id="main">
        <Skeleton blocks={2} />
      </main>
    );
  }
  return known === null ? <SignIn /> : <Pages />;
}

function Pages(): VNode {
  return (
    <Router>
      <Route path="/ops" component={GlancePage} />
      <Route path="/ops/concerts" component={ConcertsPage} />
      <Route path="/ops/concerts/new" component={NewConcertPage} />
      <Route path="/ops/concerts/:concertId" component={ConcertPage} />
      <Route path="/ops/schedules/:scheduleId" component={SchedulePage} />
      <Route path="/ops/lookup" component={LookupPage} />
      <Route path="/ops/cluster" component={ClusterPage} />
      <Route default component={NotFound} />
    </Router>
  );
}

function NotFound(): VNode {
  return (
    <Page title={t('notFound.title')} narrow>
      <p>{t('notFound.text')}</p>
      <p>
        <a href="/ops">{t('nav.glance')}</a>
      </p>
    </Page>
  );
}

const PLACES = [
  { path: '/ops', text: 'nav.glance', below: [] },
  { path: '/ops/concerts', text: 'nav.concerts', below: ['/ops/concerts', '/ops/schedules'] },
  { path: '/ops/lookup', text: 'nav.lookup', below: ['/ops/lookup'] },
  { path: '/ops/cluster', text: 'nav.cluster', below: ['/ops/cluster'] },
] as const;

function Bar(): VNode {
  const isSignedIn = session.value !== null && session.value !== undefined;
  return (
    <header class="bar">
      <div class="bar-inner">
        <a class="bar-name" href="/ops">
          <img src="/brand/logo.svg" alt="" width="28" height="28" />
          <span>
            <b>{service.value?.name ?? 'Frontrow'}</b> <span class="muted">{t('operations')}</span>
          </span>
        </a>
        {isSignedIn ? <Navigation /> : null}
        <div class="bar-end">
          {isSignedIn ? <LiveState /> : null}
          <ThemeSwitch />
          <LanguageSwitch />
          {isSignedIn ? <Button kind="plain" icon="leave" label={t('signOut')} onPress={() => void leave()} /> : null}
        </div>
      </div>
    </header>
  );
}

async function leave(): Promise<void> {
  if ((await signOut()).ok) forgetDrafts();
}

function Navigation(): VNode {
  const { path } = useLocation();
  const here = PLACES.find((place) => place.below.some((below) => `${path}/`.startsWith(`${below}/`)) || place.path === path)?.path;
  return (
    <nav class="bar-nav" aria-label={t('nav.label')}>
      {PLACES.map((place) => (
        <a key={place.path} href={place.path} aria-current={place.path === here ? 'page' : undefined}>
          {t(place.text)}
        </a>
      ))}
    </nav>
  );
}
