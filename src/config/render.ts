/** The settings as people read them: the README's table and the text of `--help`. */
import type { Setting } from './settings.js';
import { SETTINGS } from './settings.js';

const HELP_COLUMNS = 100;
const INDENT = '    ';

/** A Markdown table of all settings. */
export function settingsTable(): string {
  const rows = described().map(({ env, accepts, fallback, effect, change }) =>
    [`\`${env}\``, accepts, fallback, `${capitalised(effect)}.`, capitalised(change)].map((cell) => cell.replaceAll('|', '\\|')),
  );
  const lines = [['Variable', 'Accepts', 'Default', 'What it does', 'Change it'], ['---', '---', '---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The same as plain text, for a terminal of 100 columns. */
export function settingsHelp(): string {
  const plain = (text: string): string => text.replaceAll('`', '');
  return described()
    .map(({ env, accepts, fallback, effect, change }) =>
      [
        env,
        ...wrapped(`${capitalised(plain(effect))}.`),
        ...wrapped(`Change it ${change}.`),
        ...wrapped(plain(`Accepts: ${accepts}. Default: ${fallback}.`)),
      ].join('\n'),
    )
    .join('\n\n');
}

interface Described {
  readonly env: string;
  readonly accepts: string;
  readonly fallback: string;
  readonly effect: string;
  readonly change: string;
}

function described(): Described[] {
  const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);
  return settings.map(({ env, reader, fallback, fallbackText, effect, change }) => ({
    env,
    accepts: reader.accepts,
    fallback: fallbackText ?? `\`${typeof fallback === 'boolean' ? (fallback ? 'on' : 'off') : String(fallback)}\``,
    effect,
    change,
  }));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = INDENT;
  for (const word of text.split(' ')) {
    if (line !== INDENT && line.length + 1 + word.length > HELP_COLUMNS) {
      lines.push(line);
      line = INDENT;
    }
    line += line === INDENT ? word : ` ${word}`;
  }
  return [...lines, line];
}
