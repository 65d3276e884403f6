/** A page whose code comes when it is first opened. When it does not come (the connection is lost, or a newer version has replaced it), it can be asked for again. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { backOffMs, pause } from '../api/back-off.js';
import { OFFLINE } from '../api/problems.js';
import { t } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { ProblemNotice } from '../ui/notice.js';
import { Skeleton } from '../ui/skeleton.js';

const TRIES_MAX = 3;

export function lazyPage<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function LazyPage(props: Props) {
    const [state, setState] = useState<'loading' | 'there' | 'failed'>(loaded === null ? 'loading' : 'there');
    useEffect(() => {
      if (loaded !== null) return;
      loadPatiently(load).then(
        (page) => {
          loaded = page;
          setState('there');
        },
        () => setState('failed'),
      );
    }, []);
    if (loaded !== null) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    return (
      <main class="page" id="main">
        {state === 'failed' ? <Failed /> : <Skeleton blocks={3} />}
      </main>
    );
  };
}

function Failed() {
  return (
    <ProblemNotice problem={OFFLINE}>
      {/* A browser remembers that a script failed to load: only a new page asks again. */}
      <Button icon="refresh" onPress={() => location.reload()}>
        {t('common:retry')}
      </Button>
    </ProblemNotice>
  );
}

async function loadPatiently<Page>(load: () => Promise<Page>): Promise<Page> {
  for (let tries = 1; ; tries++) {
    try {
      return await load();
    } catch (error) {
      if (tries >= TRIES_MAX) throw error;
      await pause(backOffMs(tries));
    }
  }
}
