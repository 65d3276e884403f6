/** As whom a test looks at the pages: how large the screen is, light or dark, in which language. */
import type { BrowserContextOptions } from 'playwright-core';

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1_280, height: 800 } } as const;
export const LANGUAGES = { en: 'en-US', ko: 'ko-KR', ja: 'ja-JP' } as const;
export const SCHEMES = ['light', 'dark'] as const;

export interface Look {
  readonly size: keyof typeof SIZES;
  readonly scheme: (typeof SCHEMES)[number];
  readonly language: keyof typeof LANGUAGES;
  /** People who do not want things to move; a screenshot of theirs is the same each time. */
  readonly calm: boolean;
}

export const PHONE: Look = { size: 'phone', scheme: 'light', language: 'en', calm: false };

export function contextOptionsOf({ size, scheme, language, calm }: Look, origin: string): BrowserContextOptions {
  return {
    baseURL: origin,
    viewport: SIZES[size],
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    colorScheme: scheme,
    reducedMotion: calm ? 'reduce' : 'no-preference',
    locale: LANGUAGES[language],
    timezoneId: 'Asia/Seoul',
    serviceWorkers: 'block',
  };
}
