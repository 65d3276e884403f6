/** A page: its title in the tab and as its heading, to which the focus moves when one comes from another page, so that screen readers begin there. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface PageProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Beside the heading, or below it on a phone. */
  readonly aside?: ComponentChildren;
  /** Above the heading: where one is, or the way back. */
  readonly above?: ComponentChildren;
  /** For reading and forms. */
  readonly narrow?: boolean | undefined;
}

let appName = 'Frontrow';
let isFirst = true;

export function nameApp(name: string): void {
  appName = name;
}

export function Page({ title, children, aside, above, narrow = false }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === appName ? title : `${title} · ${appName}`;
  }, [title]);
  useEffect(() => {
    // The first page was opened by the browser, which has its own way to begin.
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return (
    <main class={narrow ? 'page page-narrow' : 'page'} id="main">
      <div class="page-head stack-small">
        {above}
        <div class="spread">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {aside}
        </div>
      </div>
      <div class="stack">{children}</div>
    </main>
  );
}
