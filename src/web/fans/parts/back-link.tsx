/** One step up. */
import type { ComponentChildren } from 'preact';
import { Icon } from '../../ui/icon.js';

export function BackLink({ href, children }: { readonly href: string; readonly children: ComponentChildren }) {
  return (
    <a class="back-link" href={href}>
      <Icon name="back" />
      <span class="back-link-text">{children}</span>
    </a>
  );
}
