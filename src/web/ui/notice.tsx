/** Something to know, where it matters. What is bad is said at once by screen readers, the rest when they are done with what they read. */
import type { ComponentChildren } from 'preact';
import { problemText } from '../i18n/i18n.js';
import type { Problem } from '../api/problems.js';
import { Icon } from './icon.js';

export type NoticeKind = 'info' | 'ok' | 'warn' | 'bad';

const ICONS = { info: 'info', ok: 'check-circle', warn: 'warning', bad: 'error' } as const;

interface NoticeProps {
  readonly kind: NoticeKind;
  readonly children: ComponentChildren;
  /** It is read out when it appears. Off for what stands on the page from the beginning. */
  readonly live?: boolean | undefined;
}

export function Notice({ kind, children, live = true }: NoticeProps) {
  return (
    <div class={`notice notice-${kind}`} role={live ? (kind === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={ICONS[kind]} />
      <div class="notice-body">{children}</div>
    </div>
  );
}

/** A refusal in words, and what to do about it. */
export function ProblemNotice({ problem, children }: { readonly problem: Problem; readonly children?: ComponentChildren }) {
  return (
    <Notice kind={problem.code === 'OFFLINE' ? 'warn' : 'bad'}>
      <p data-code={problem.code}>{problemText(problem)}</p>
      {children}
    </Notice>
  );
}
