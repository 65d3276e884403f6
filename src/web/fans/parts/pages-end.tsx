/** What stands below a list that comes in pages: why the next page did not come, and the way to more. */
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import type { Pages } from '../hooks/use-pages.js';
import { Refusal } from './refusal.js';

export function PagesEnd({ of }: { readonly of: Omit<Pages<unknown>, 'items'> }) {
  const { problem, isLoading, hasMore, more, reload } = of;
  return (
    <>
      {problem === null ? null : (
        <Refusal problem={problem}>
          <Button icon="refresh" busy={isLoading} onPress={reload}>
            {t('common:retry')}
          </Button>
        </Refusal>
      )}
      {hasMore ? (
        <Button busy={isLoading} onPress={more}>
          {t('common:more')}
        </Button>
      ) : null}
    </>
  );
}
