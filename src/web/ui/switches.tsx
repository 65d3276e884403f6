/** Language and appearance, as the user likes them. */
import { LANGUAGES, LANGUAGE_NAMES, language, setLanguage, t } from '../i18n/i18n.js';
import { THEMES, setTheme, theme } from './theme.js';

export function LanguageSwitch() {
  const choose = (value: string): void => {
    const chosen = LANGUAGES.find((known) => known === value);
    if (chosen !== undefined) void setLanguage(chosen);
  };
  return (
    <label class="switch">
      <span class="visually-hidden">{t('common:language')}</span>
      <select value={language.value} onChange={(event) => choose(event.currentTarget.value)}>
        {LANGUAGES.map((known) => (
          <option key={known} value={known} lang={known}>
            {LANGUAGE_NAMES[known]}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ThemeSwitch() {
  const choose = (value: string): void => {
    const chosen = THEMES.find((known) => known === value);
    if (chosen !== undefined) setTheme(chosen);
  };
  return (
    <label class="switch">
      <span class="visually-hidden">{t('common:theme.label')}</span>
      <select value={theme.value} onChange={(event) => choose(event.currentTarget.value)}>
        {THEMES.map((known) => (
          <option key={known} value={known}>
            {t(`common:theme.${known}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
