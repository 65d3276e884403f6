/** An address that leads nowhere. */
import { t } from '../../i18n/i18n.js';
import { ButtonLink } from '../../ui/button.js';
import { Page } from '../../ui/page.js';
import { CONCERTS } from '../paths.js';

export function NotFoundPage() {
  return (
    <Page title={t('notFound.title')} narrow>
      <p>{t('notFound.text')}</p>
      <div class="cluster">
        <ButtonLink kind="primary" href={CONCERTS}>
          {t('notFound.home')}
        </ButtonLink>
      </div>
    </Page>
  );
}
