/** The way back to the list that a page belongs to. */
import type { ComponentChildren, VNode } from 'preact';
import { Icon } from '../../ui/icon.js';

export function BackLink({ href, children }: { readonly href: string; readonly children: ComponentChildren }): VNode {
  return (
    <a class="back-link" href={href}>
      <Icon name="back" />
      {children}
    </a>
  );
}
