/**
 * The configuration: the environment, read once and checked whole, before anything is opened. Every problem is found in one go and named with the variable,
 * what it holds and what would be right. The settings themselves are in config/settings.ts.
 */
import { contradictions } from './config/contradictions.js';
import { quoted } from './config/readers.js';
import type { Draft, Setting, Values } from './config/settings.js';
import { SETTINGS } from './config/settings.js';
import { suggest } from './config/suggest.js';

export { settingsHelp, settingsTable } from './config/render.js';

/** Frozen. Units are in the names; secrets do not show when it is logged. */
export type Config = Omit<Values, 'selfCharge'> & { readonly selfCharge: boolean };

/** The environment does not make a configuration. `message` names all that is wrong, a line each. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';

  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not valid:', ...problems].join('\n  '));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'FRONTROW_';
/** Kubernetes tells every pod about a Service named frontrow or frontrow-something in variables like these. They are not meant for us. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
const SERVICE_LINK_PORT = /^(tcp|udp|sctp):\/\//;

/** Reads all settings from the environment. An empty variable counts as unset. Throws `ConfigInvalid`. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([name, setting]) => [name, readSetting(setting, env, problems)] as const);
  // The table gives each name the type that its reader returns, which the compiler cannot follow through Object.entries.
  const draft = Object.fromEntries(entries) as Draft;
  problems.push(...contradictions(draft), ...unknownNames(env));
  if (problems.length > 0) throw new ConfigInvalid(problems);
  const values = draft as Values;
  // Where users have accounts elsewhere, points are as a rule worth money, and a back end charges wallets.
  return Object.freeze({ ...values, selfCharge: values.selfCharge ?? values.issuer === null });
}

/** The value; undefined when it has a problem, which is then in the list. */
function readSetting<Value>(
  { env: name, reader, fallback, effect }: Setting<Value>,
  env: Environment,
  problems: string[],
): Value | undefined {
  const given = env[name] ?? '';
  // White space around a secret is for its reader to refuse; around anything else it means nothing.
  const text = reader.secret === true ? given : given.trim();
  if (text === '') return fallback;
  const reading = reader.read(text);
  if ('value' in reading) return reading.value;
  const shown = reader.secret === true || reader.hidden === true ? '' : `=${quoted(given)}`;
  const hint = SERVICE_LINK_PORT.test(text)
    ? ' It looks like a service link of Kubernetes: set enableServiceLinks: false for the pod.'
    : '';
  problems.push(`${name}${shown}: ${reading.problem} (${effect}).${hint}`);
  return undefined;
}

/** A name nobody reads is a typing error, and a setting that silently does not hold. Values are not shown: they may be secrets. */
function unknownNames(env: Environment): string[] {
  const known = Object.values(SETTINGS).map((setting) => setting.env as string);
  const words = known.map((name) => name.slice(PREFIX.length));
  return Object.entries(env)
    .filter(([name, value]) => name.toUpperCase().startsWith(PREFIX) && !known.includes(name) && !isServiceLink(name, value))
    .map(([name]) => {
      const meant = suggest(name.slice(PREFIX.length), words).map((word) => PREFIX + word);
      return `${name}: there is no such setting.${meant.length > 0 ? ` Did you mean ${meant.join(' or ')}?` : ' The README lists all settings.'}`;
    });
}

function isServiceLink(name: string, value = ''): boolean {
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && SERVICE_LINK_PORT.test(value));
}
