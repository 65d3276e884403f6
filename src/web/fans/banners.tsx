/** What is wrong with everything at once: no connection, a node that is down or too busy, an account that is not known any more. */
import { useEffect, useState } from 'preact/hooks';
import { backOffMs } from '../api/back-off.js';
import { api, outcome, reach } from '../api/client.js';
import type { Reach } from '../api/client.js';
import { forgetIdentity, identityLost } from '../api/identity.js';
import { problemOf } from '../api/problems.js';
import { service } from '../api/service.js';
import { t } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { Refusal } from './parts/refusal.js';
import { CONCERTS } from './paths.js';

export function Banners() {
  const trouble = useTrouble();
  return (
    <div class="banners">
      <div role="status" aria-live="polite">
        {trouble === 'fine' ? null : (
          <div class="banner">
            <Icon name={trouble === 'offline' ? 'offline' : 'clock'} />
            <span>{trouble === 'offline' ? t('banner.offline') : t('banner.busy')}</span>
          </div>
        )}
      </div>
      {identityLost.value ? <LostIdentity /> : null}
    </div>
  );
}

function LostIdentity() {
  if (service.value?.guests === false) {
    return (
      <div class="banner-notice">
        <Refusal problem={problemOf('SIGN_IN_REQUIRED', 401)} />
      </div>
    );
  }
  const startAnew = (): void => {
    forgetIdentity();
    location.assign(CONCERTS);
  };
  return (
    <div class="banner-notice">
      <Notice kind="warn">
        <p>{t('banner.lostAccount')}</p>
        <div class="cluster">
          <Button onPress={startAnew}>{t('banner.newAccount')}</Button>
        </div>
      </Notice>
    </div>
  );
}

/** While something is wrong the node is asked whether it is there again; pages then ask again for what they miss. */
function useTrouble(): Reach {
  const [isOff, setOff] = useState(!navigator.onLine);
  useEffect(() => {
    const look = (): void => setOff(!navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  const trouble = isOff ? 'offline' : reach.value;
  useEffect(() => {
    if (trouble === 'fine') return;
    let timer: ReturnType<typeof setTimeout>;
    let tries = 0;
    let over = false;
    const ask = (): void => {
      void outcome(api.GET('/api/v1/service', { cache: 'no-store' })).then(() => {
        if (!over) later();
      });
    };
    const later = (): void => {
      tries += 1;
      timer = setTimeout(ask, backOffMs(tries));
    };
    later();
    addEventListener('online', ask);
    return () => {
      over = true;
      clearTimeout(timer);
      removeEventListener('online', ask);
    };
  }, [trouble]);
  return trouble;
}
