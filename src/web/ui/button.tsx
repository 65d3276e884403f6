/** Something to press. While it works it says so and cannot be pressed again, but it keeps the focus, which a disabled button would lose. */
import type { ComponentChildren, Ref } from 'preact';
import { t } from '../i18n/i18n.js';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';

export type ButtonKind = 'primary' | 'secondary' | 'plain' | 'danger';

export interface ButtonProps {
  readonly children?: ComponentChildren;
  readonly kind?: ButtonKind | undefined;
  readonly onPress?: (() => void) | undefined;
  readonly busy?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly icon?: IconName | undefined;
  /** As wide as its surroundings, and a little higher: the one thing to do on a page. */
  readonly wide?: boolean | undefined;
  /** Sends the form it stands in. */
  readonly submit?: boolean | undefined;
  /** For buttons that are only an icon. */
  readonly label?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly expanded?: boolean | undefined;
  readonly class?: string | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement> | undefined;
}

export function Button(props: ButtonProps) {
  const { children, kind = 'secondary', onPress, busy = false, disabled = false, icon, submit = false, label, buttonRef = null } = props;
  const isIdle = !busy && !disabled;
  const press = (event: Event): void => {
    if (!isIdle) event.preventDefault();
    else onPress?.();
  };
  return (
    <button
      ref={buttonRef}
      type={submit ? 'submit' : 'button'}
      class={classOf(kind, busy, props)}
      aria-disabled={isIdle ? undefined : 'true'}
      aria-busy={busy ? 'true' : undefined}
      aria-label={label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      onClick={press}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon === undefined ? null : <Icon name={icon} />}
      {children}
      {busy ? <span class="visually-hidden">{t('common:working')}</span> : null}
    </button>
  );
}

export interface ButtonLinkProps {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly kind?: ButtonKind | undefined;
  readonly icon?: IconName | undefined;
  readonly wide?: boolean | undefined;
  readonly class?: string | undefined;
  readonly onPress?: (() => void) | undefined;
  /** The app's own router leaves it alone. */
  readonly leavesApp?: boolean | undefined;
}

/** It goes somewhere, so it is a link, whatever it looks like. */
export function ButtonLink(props: ButtonLinkProps) {
  const { href, children, kind = 'secondary', icon, onPress, leavesApp = false } = props;
  return (
    <a href={href} target={leavesApp ? '_top' : undefined} class={classOf(kind, false, props)} onClick={() => onPress?.()}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </a>
  );
}

function classOf(
  kind: ButtonKind,
  busy: boolean,
  { wide, class: more }: { wide?: boolean | undefined; class?: string | undefined },
): string {
  return ['button', `button-${kind}`, wide === true ? 'button-wide' : '', busy ? 'button-busy' : '', more ?? ''].filter(Boolean).join(' ');
}
