/**
 * Every text a user sees, in three languages. The language is the one chosen before, else the browser's; changing it changes every text on the page, because `t`
 * reads the signal `language` and components that call it hear of it.
 *
 * A namespace is a file `locales/<language>/<namespace>.json`: `common` and `problems` are always there, the app's own is loaded before it begins, others with
 * `loadTexts` by the page that needs them. Keys are paths (`wallet.title`), `namespace:` before them names another namespace than the default one.
 */
import { signal } from '@preact/signals';
import { createInstance } from 'i18next';
import type { Problem } from '../api/problems.js';
import { readStored, writeStored } from '../api/stored.js';

export const LANGUAGES = ['en', 'ko', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];
/** In the language itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어', ja: '日本語' };

type Texts = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, string | number>>;

const files = import.meta.glob<Texts>('./locales/*/*.json', { import: 'default' });
const texts = createInstance();
const loaded = new Set(['common', 'problems']);
const NAME = 'language';

export const language = signal<Language>(preferredLanguage());

/** To be awaited before anything is rendered. `own`: the namespace of keys that name none. */
export async function startTexts(own: string): Promise<void> {
  await texts.init({
    lng: language.value,
    fallbackLng: false,
    ns: [...loaded],
    defaultNS: own,
    resources: {},
    interpolation: { escapeValue: false },
    parseMissingKeyHandler: (key: string) => {
      noteMissing(key);
      return key;
    },
  });
  await loadTexts(own);
  document.documentElement.lang = language.value;
}

/** Of a part of the app that not everybody sees. */
export async function loadTexts(...namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces) loaded.add(namespace);
  await loadLanguage(language.value);
}

export async function setLanguage(next: Language): Promise<void> {
  await loadLanguage(next);
  await texts.changeLanguage(next);
  writeStored(NAME, next);
  document.documentElement.lang = next;
  language.value = next;
}

/** The text of a key. `count` among the values chooses the plural; numbers are written as the language does. */
export function t(key: string, values: Values = {}): string {
  const now = language.value;
  const written: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values)) {
    written[name] = typeof value === 'number' && name !== 'count' ? numbers(now).format(value) : value;
  }
  if (typeof values['count'] === 'number') written['countText'] = numbers(now).format(values['count']);
  return texts.t(key, written);
}

/** What a refusal means and what to do; the node's own words for one this app does not know. */
export function problemText({ code, title, detail, members }: Problem): string {
  const key = `problems:${code}`;
  if (texts.exists(key)) return t(key, simpleValues(members));
  return [title, detail].filter((text) => text !== '').join('. ') || t('problems:INTERNAL');
}

export function formatNumber(value: number): string {
  return numbers(language.value).format(value);
}

export function formatMoney(points: number): string {
  return t('common:money', { amount: points });
}

/** Day and time where the show is; `weekday` and all. */
export function formatDate(startsAt: string, timeZone: string): string {
  return dates(language.value, timeZone, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(startsAt));
}

/** Only the day, short. */
export function formatDay(startsAt: string, timeZone: string): string {
  return dates(language.value, timeZone, { month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(startsAt));
}

/** Only the time, where the show is; without a time zone, where the reader is. */
export function formatTime(at: string, timeZone?: string): string {
  return dates(language.value, timeZone, { timeStyle: 'short' }).format(new Date(at));
}

/** Day and time where the reader is. */
export function formatMoment(at: string): string {
  return dates(language.value, undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** In words, with the two largest units: "5 minutes", "1 hour 30 minutes". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor(whole / 3_600) % 24, 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first === -1) return formatUnit(0, 'second');
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => formatUnit(value, unit))
    .join(language.value === 'ja' ? '' : ' ');
}

function formatUnit(value: number, unit: string): string {
  const written = new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  // Browsers put a blank before the unit, where Japanese has none.
  return language.value === 'ja' ? written.replace(/\s/g, '') : written;
}

function preferredLanguage(): Language {
  const stored = readStored(NAME);
  const wishes = [typeof stored === 'string' ? stored : '', ...navigator.languages];
  for (const wish of wishes) {
    const found = LANGUAGES.find((known) => wish.toLowerCase().split('-')[0] === known);
    if (found !== undefined) return found;
  }
  return 'en';
}

async function loadLanguage(which: Language): Promise<void> {
  const missing = [...loaded].filter((namespace) => !texts.hasResourceBundle(which, namespace));
  await Promise.all(
    missing.map(async (namespace) => {
      const load = files[`./locales/${which}/${namespace}.json`];
      if (load !== undefined) texts.addResourceBundle(which, namespace, await load());
    }),
  );
}

/** Where a test looks. */
function noteMissing(key: string): void {
  const { dataset } = document.documentElement;
  dataset['missingTexts'] = [...new Set([...(dataset['missingTexts']?.split(' ') ?? []), key])].join(' ');
}

function simpleValues(members: Readonly<Record<string, unknown>>): Values {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(members)) if (typeof value === 'string' || typeof value === 'number') values[name] = value;
  return values;
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numbers(which: Language): Intl.NumberFormat {
  let format = numberFormats.get(which);
  if (format === undefined) numberFormats.set(which, (format = new Intl.NumberFormat(which)));
  return format;
}

function dates(which: Language, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([which, timeZone, options]);
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(which, timeZone === undefined ? options : { ...options, timeZone });
    dateFormats.set(key, format);
  }
  return format;
}
