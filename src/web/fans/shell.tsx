/** Around every page: the name, where one can go, what is going on (place in line, turn, hold), and whether the node can be reached. */
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';
import { service } from '../api/service.js';
import { language, t } from '../i18n/i18n.js';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icon.js';
import { nameApp } from '../ui/page.js';
import { LanguageSwitch, ThemeSwitch } from '../ui/switches.js';
import { Banners } from './banners.js';
import { CONCERTS, TICKETS, WALLET } from './paths.js';
import { Strips } from './strips.js';

export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { path } = useLocation();
  const name = service.value?.name ?? 'Frontrow';
  useEffect(() => nameApp(name), [name]);
  return (
    // With another language everything is another text; pages keep what they know.
    <div class="shell" lang={language.value}>
      <a class="skip-link" href="#main" onClick={focusMain}>
        {t('shell.skip')}
      </a>
      <header class="top">
        <div class="top-inner">
          <a class="brand" href={CONCERTS}>
            <img src="/brand/logo.svg" alt="" width="28" height="28" />
            <span class="brand-name">{name}</span>
          </a>
          <nav class="top-nav" aria-label={t('shell.navigation')}>
            <NavLink href={TICKETS} icon="ticket" text={t('shell.tickets')} path={path} />
            <NavLink href={WALLET} icon="wallet" text={t('shell.wallet')} path={path} />
          </nav>
        </div>
        <Strips path={path} />
      </header>
      <Banners />
      {children}
      <footer class="foot">
        <div class="foot-inner">
          <span>{name}</span>
          <div class="cluster">
            <LanguageSwitch />
            <ThemeSwitch />
          </div>
        </div>
      </footer>
    </div>
  );
}

interface NavLinkProps {
  readonly href: string;
  readonly icon: IconName;
  readonly text: string;
  readonly path: string;
}

function NavLink({ href, icon, text, path }: NavLinkProps) {
  return (
    <a class="nav-link" href={href} aria-current={path === href ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{text}</span>
    </a>
  );
}

/** The address stays as it is. */
function focusMain(event: Event): void {
  event.preventDefault();
  const heading = document.querySelector<HTMLElement>('#main h1');
  heading?.focus();
}
