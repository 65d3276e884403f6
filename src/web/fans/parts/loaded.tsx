/** What a page shows while something is on its way, when it does not come, and when it is there. */
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/i18n.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Skeleton } from '../../ui/skeleton.js';
import type { Loaded } from '../hooks/use-load.js';
import { CONCERTS } from '../paths.js';
import { Refusal } from './refusal.js';

interface LoadedViewProps<T> {
  readonly of: Loaded<T>;
  readonly children: (value: T) => ComponentChildren;
  readonly blocks?: number | undefined;
}

/** Not for this fan, or not at all: asking again does not help. */
const NOT_HERE: ReadonlySet<number> = new Set([403, 404]);

export function LoadedView<T>({ of, children, blocks }: LoadedViewProps<T>) {
  const { value, problem, isLoading, reload } = of;
  if (value !== null) return <>{children(value)}</>;
  if (problem === null) return <Skeleton blocks={blocks} />;
  return (
    <Refusal problem={problem}>
      {NOT_HERE.has(problem.status) ? (
        <ButtonLink href={CONCERTS}>{t('notFound.home')}</ButtonLink>
      ) : (
        <Button icon="refresh" busy={isLoading} onPress={() => void reload()}>
          {t('common:retry')}
        </Button>
      )}
    </Refusal>
  );
}
