/** Settings that are right by themselves and wrong together. A setting that has a problem of its own is undefined here, and contradicts nothing. */
import { isLoopback } from './readers.js';
import type { Draft } from './settings.js';
import { SETTINGS } from './settings.js';

/** What is wrong, a sentence each that begins with the variable to change. */
export function contradictions(draft: Draft): string[] {
  return [...sharedPorts(draft), ...secrets(draft), ...grpc(draft), ...issuer(draft), ...cluster(draft)];
}

function sharedPorts(draft: Draft): string[] {
  const { httpPort, host, opsPort, opsHost, grpcPort, grpcHost, natsUrl, clusterPort, clusterHost } = draft;
  const doors = [
    { setting: SETTINGS.httpPort, port: httpPort, host },
    { setting: SETTINGS.opsPort, port: opsPort, host: opsHost },
    { setting: SETTINGS.grpcPort, port: grpcPort, host: grpcHost },
    ...(natsUrl ? [{ setting: SETTINGS.clusterPort, port: clusterPort, host: clusterHost ?? undefined }] : []),
  ];
  return doors.flatMap((door, index) => {
    if (door.port === undefined || door.port === 0) return [];
    const before = doors.slice(0, index).find((other) => other.port === door.port && overlap(other.host, door.host));
    if (before === undefined) return [];
    return [`${door.setting.env}="${door.port}": must differ from ${before.setting.env}, for both listen on the same address.`];
  });
}

function overlap(one: string | undefined, two: string | undefined): boolean {
  return one === two || [one, two].some((host) => host === '0.0.0.0' || host === '::');
}

function secrets({ secret, secretPrevious }: Draft): string[] {
  if (!secretPrevious || secret?.reveal() !== secretPrevious.reveal()) return [];
  return ['FRONTROW_SECRET_PREVIOUS: must be the secret before the last change, not FRONTROW_SECRET itself.'];
}

function grpc({ grpcHost, grpcServices, grpcCert, grpcKey, grpcClientCa }: Draft): string[] {
  const problems: string[] = [];
  if (grpcCert === null && grpcKey) problems.push('FRONTROW_GRPC_KEY: must come with FRONTROW_GRPC_CERT, the certificate it belongs to.');
  if (grpcCert && grpcKey === null) problems.push('FRONTROW_GRPC_CERT: must come with FRONTROW_GRPC_KEY, its private key.');
  if (grpcClientCa && grpcCert === null) {
    problems.push(
      'FRONTROW_GRPC_CLIENT_CA: must come with FRONTROW_GRPC_CERT and FRONTROW_GRPC_KEY, for only TLS asks services for certificates.',
    );
  }
  if (grpcClientCa && grpcServices === null) {
    problems.push('FRONTROW_GRPC_CLIENT_CA: must come with FRONTROW_GRPC_SERVICES, which says whose certificates may do what.');
  }
  if (grpcServices === null && grpcHost !== undefined && !isLoopback(grpcHost)) {
    problems.push(
      `FRONTROW_GRPC_HOST="${grpcHost}": must be a loopback address such as 127.0.0.1 while FRONTROW_GRPC_SERVICES is unset, for then everybody may do everything.`,
    );
  }
  return problems;
}

function issuer({ issuer: name, issuerAudience, issuerJwksUrl, issuerKeysFile, signInUrl }: Draft): string[] {
  if (name === undefined) return [];
  if (name === null) {
    const others = { issuerAudience, issuerJwksUrl, issuerKeysFile, signInUrl };
    return (Object.keys(others) as (keyof typeof others)[])
      .filter((other) => others[other])
      .map((other) => `${SETTINGS[other].env}: must come with FRONTROW_ISSUER, the issuer it is about.`);
  }
  const problems: string[] = [];
  if (issuerAudience === null) {
    problems.push('FRONTROW_ISSUER: must come with FRONTROW_ISSUER_AUDIENCE, or tokens that were made for other services would be taken.');
  }
  if (issuerJwksUrl === null && issuerKeysFile === null) {
    problems.push("FRONTROW_ISSUER: must come with FRONTROW_ISSUER_JWKS_URL or FRONTROW_ISSUER_KEYS_FILE, the issuer's public keys.");
  }
  if (issuerJwksUrl && issuerKeysFile) {
    problems.push('FRONTROW_ISSUER_KEYS_FILE: must be unset while FRONTROW_ISSUER_JWKS_URL is set, for keys come from one place.');
  }
  return problems;
}

/** What only counts in a cluster. */
const CLUSTER_ONLY = [
  'natsCredentials',
  'natsUser',
  'natsPassword',
  'natsCa',
  'natsCert',
  'natsKey',
  'nodeId',
  'clusterHost',
  'advertise',
  'clusterCert',
  'clusterKey',
  'clusterCa',
] as const;

function cluster(draft: Draft): string[] {
  const { natsUrl, natsCredentials, natsUser, natsPassword, natsCert, natsKey, secret: ownSecret } = draft;
  if (natsUrl === undefined) return [];
  if (natsUrl === null) {
    return CLUSTER_ONLY.filter((name) => draft[name]).map(
      (name) => `${SETTINGS[name].env}: must come with FRONTROW_NATS_URL, which makes the node part of a cluster.`,
    );
  }
  const problems: string[] = [];
  if (ownSecret === null)
    problems.push('FRONTROW_SECRET: must be set, to the same on all nodes of a cluster (`openssl rand -hex 32` makes one).');
  if (natsCredentials && natsUser) problems.push('FRONTROW_NATS_USER: must be unset while FRONTROW_NATS_CREDENTIALS is set.');
  if (natsUser && natsPassword === null) problems.push('FRONTROW_NATS_USER: must come with FRONTROW_NATS_PASSWORD.');
  if (natsUser === null && natsPassword) problems.push('FRONTROW_NATS_PASSWORD: must come with FRONTROW_NATS_USER.');
  if (natsCert && natsKey === null) problems.push('FRONTROW_NATS_CERT: must come with FRONTROW_NATS_KEY, its private key.');
  if (natsCert === null && natsKey) problems.push('FRONTROW_NATS_KEY: must come with FRONTROW_NATS_CERT, the certificate it belongs to.');
  return [...problems, ...link(draft)];
}

function link({ clusterCert, clusterKey, clusterCa }: Draft): string[] {
  const files = { clusterCert, clusterKey, clusterCa };
  const given = (Object.keys(files) as (keyof typeof files)[]).filter((name) => files[name]);
  if (given.length === 0) return [];
  return (Object.keys(files) as (keyof typeof files)[])
    .filter((name) => files[name] === null)
    .map((name) => `${SETTINGS[name].env}: must be set too, for certificate, key and authority of the link between nodes come together.`);
}
