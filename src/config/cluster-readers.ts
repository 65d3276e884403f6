/** Readers of the settings that only a cluster has. */
import { listOf } from './readers.js';
import type { Reader } from './readers.js';

const NAME_LENGTH_MAX = 63;
const PREFIX_LENGTH_MAX = 32;
const SERVERS_MAX = 32;
const PORT_MAX = 65_535;

/** A URL can hold a password, so it is not repeated. */
export function natsUrls(): Reader<readonly string[]> {
  const problem = 'must be a comma-separated list of NATS servers such as nats://nats-1:4222,nats://nats-2:4222';
  return {
    accepts: 'comma-separated list of `nats://` or `tls://` URLs',
    hidden: true,
    read(text) {
      const urls = listOf(text);
      const isFine = urls.length > 0 && urls.length <= SERVERS_MAX && urls.every((url) => isServer(url, ['nats:', 'tls:']));
      return isFine ? { value: Object.freeze([...new Set(urls)]) } : { problem };
    },
  };
}

export function httpUrls(): Reader<readonly string[]> {
  const problem = 'must be a comma-separated list of addresses such as http://nats-1:8222,http://nats-2:8222, or none';
  return {
    accepts: '`none`, or a comma-separated list of `http://` or `https://` URLs',
    hidden: true,
    read(text) {
      if (text.toLowerCase() === 'none') return { value: Object.freeze([]) };
      const urls = listOf(text);
      const isFine = urls.length > 0 && urls.length <= SERVERS_MAX && urls.every((url) => isServer(url, ['http:', 'https:']));
      return isFine ? { value: Object.freeze([...new Set(urls)]) } : { problem };
    },
  };
}

/** Part of subjects and stream names, so it is kept plain. */
export function plainName(): Reader<string> {
  return {
    accepts: 'letters, digits and `-`, at most 32 characters',
    read(text) {
      if (/^[A-Za-z0-9-]+$/.test(text) && text.length <= PREFIX_LENGTH_MAX) return { value: text };
      return { problem: `must consist of letters, digits and -, at most ${PREFIX_LENGTH_MAX} of them` };
    },
  };
}

/** As a name in a certificate, and a key in a bucket. */
export function nodeName(): Reader<string> {
  return {
    accepts: 'letters, digits and `-`, at most 63 characters',
    read(text) {
      if (/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(text) && text.length <= NAME_LENGTH_MAX) return { value: text };
      return {
        problem: `must consist of letters, digits and -, at most ${NAME_LENGTH_MAX} of them, and begin and end with a letter or digit`,
      };
    },
  };
}

export function advertised(): Reader<string> {
  return {
    accepts: 'host:port',
    read(text) {
      const problem = 'must be a host and a port that the other nodes can reach, such as node-1.example:7400 or [fd00::1]:7400';
      const port = Number(/:(\d{1,5})$/.exec(text)?.[1] ?? 0);
      const isFine =
        port > 0 && port <= PORT_MAX && URL.canParse(`http://${text}`) && new URL(`http://${text}`).host === withoutDefault(text);
      return isFine && !['0.0.0.0', '[::]'].includes(text.slice(0, text.lastIndexOf(':'))) ? { value: text } : { problem };
    },
  };
}

/** A URL leaves the port out where its scheme has it by default. */
function withoutDefault(text: string): string {
  return text.toLowerCase().replace(/:80$/, '');
}

function isServer(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(text);
  return schemes.includes(protocol) && hostname !== '' && (pathname === '' || pathname === '/') && search === '' && hash === '';
}
