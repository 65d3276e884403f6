/** Settings of a node that is part of a cluster. FRONTROW_NATS_URL makes it one; without it all others must be unset. */
import { advertised, httpUrls, natsUrls, nodeName, plainName } from './cluster-readers.js';
import { host, path, secret, visibleText, wholeNumber } from './readers.js';
import type { SecretText } from './readers.js';
import { setting } from './setting.js';

const PORT_MAX = 65_535;
const REPLICAS_MAX = 5;
const LANES_MAX = 64;
const NAME_LENGTH_MAX = 512;
const PEM = 'path of a PEM file';
const NONE = 'none';

const NATS = {
  natsUrl: setting<readonly string[] | null>({
    env: 'FRONTROW_NATS_URL',
    reader: natsUrls(),
    fallback: null,
    fallbackText: 'none: one node, with its journal in the data directory',
    effect: 'NATS servers whose JetStream holds the journal; makes the node part of a cluster',
    change: 'to grow to a cluster; name several servers, so that one may be down at the start',
  }),
  natsCredentials: setting<string | null>({
    env: 'FRONTROW_NATS_CREDENTIALS',
    reader: path('path of a credentials file'),
    fallback: null,
    fallbackText: NONE,
    effect: 'credentials (user JWT and its seed) that the node shows to NATS',
    change: 'when your NATS servers work with accounts and JWTs',
  }),
  natsUser: setting<string | null>({
    env: 'FRONTROW_NATS_USER',
    reader: visibleText(NAME_LENGTH_MAX),
    fallback: null,
    fallbackText: NONE,
    effect: 'user name that the node shows to NATS',
    change: 'when your NATS servers know users by name and password',
  }),
  natsPassword: setting<SecretText | null>({
    env: 'FRONTROW_NATS_PASSWORD',
    reader: secret(1),
    fallback: null,
    fallbackText: NONE,
    effect: 'password of that user',
    change: 'together with FRONTROW_NATS_USER',
  }),
  natsCa: setting<string | null>({
    env: 'FRONTROW_NATS_CA',
    reader: path(PEM),
    fallback: null,
    fallbackText: "the system's authorities, and TLS only when the URL says `tls://`",
    effect: "certificates of the authorities that sign the NATS servers' certificates; turns TLS on",
    change: 'when nodes and NATS servers speak over a network that others can reach',
  }),
  natsCert: setting<string | null>({
    env: 'FRONTROW_NATS_CERT',
    reader: path(PEM),
    fallback: null,
    fallbackText: NONE,
    effect: 'certificate that the node shows to NATS',
    change: 'when your NATS servers verify clients by certificate',
  }),
  natsKey: setting<string | null>({
    env: 'FRONTROW_NATS_KEY',
    reader: path(PEM),
    fallback: null,
    fallbackText: NONE,
    effect: 'private key of that certificate, without a passphrase',
    change: 'together with FRONTROW_NATS_CERT',
  }),
  natsPrefix: setting({
    env: 'FRONTROW_NATS_PREFIX',
    reader: plainName(),
    fallback: 'frontrow',
    effect: 'what the names of all streams, buckets and subjects begin with; the same on all nodes of a cluster',
    change: 'when several clusters share NATS servers',
  }),
  natsReplicas: setting({
    env: 'FRONTROW_NATS_REPLICAS',
    reader: wholeNumber(1, REPLICAS_MAX),
    fallback: 3,
    effect: 'on how many NATS servers every record is kept; an even number keeps no more alive than the odd one below it',
    change: 'to 5 to survive two servers that fail at once; to 1 only to try things out, for then one lost disk loses everything',
  }),
  natsLanes: setting({
    env: 'FRONTROW_NATS_LANES',
    reader: wholeNumber(1, LANES_MAX, 'streams'),
    fallback: 1,
    effect: 'how many streams the journal is spread over; settled when the cluster is created',
    change:
      'to more when one stream is the limit; the event log then is in commit order within each stream, and between streams by the clocks of the NATS servers',
  }),
  natsMonitors: setting<readonly string[]>({
    env: 'FRONTROW_NATS_MONITORS',
    reader: httpUrls(),
    fallback: Object.freeze([]),
    fallbackText: 'none: the node warns that it cannot check it',
    effect:
      'monitoring addresses of the NATS servers, where the node reads at its start whether they write to disk before they acknowledge',
    change: 'whenever the monitoring ports can be reached',
  }),
};

const NODE = {
  nodeId: setting<string | null>({
    env: 'FRONTROW_NODE_ID',
    reader: nodeName(),
    fallback: null,
    fallbackText: "the machine's host name",
    effect: "the node's name in its cluster; no two nodes may have the same",
    change: 'when host names are not unique, or several nodes run on one machine',
  }),
  clusterPort: setting({
    env: 'FRONTROW_CLUSTER_PORT',
    reader: wholeNumber(0, PORT_MAX),
    fallback: 7_400,
    effect: 'port that the other nodes reach this one on; 0 takes a free one',
    change: 'when another program has that port',
  }),
  clusterHost: setting<string | null>({
    env: 'FRONTROW_CLUSTER_HOST',
    reader: host(),
    fallback: null,
    fallbackText: '`127.0.0.1`; `0.0.0.0` with FRONTROW_ADVERTISE of another machine',
    effect: 'address that port listens on',
    change: 'to the address of the network that the nodes share',
  }),
  advertise: setting<string | null>({
    env: 'FRONTROW_ADVERTISE',
    reader: advertised(),
    fallback: null,
    fallbackText: 'the address and port that are listened on',
    effect: 'host and port under which the other nodes reach this one',
    change: 'whenever nodes run on different machines',
  }),
  clusterCert: setting<string | null>({
    env: 'FRONTROW_CLUSTER_CERT',
    reader: path(PEM),
    fallback: null,
    fallbackText: 'none: nodes prove themselves with FRONTROW_SECRET, and what they say is not encrypted',
    effect: "the node's certificate towards the other nodes, with its node id as a DNS name",
    change: 'when others can listen in on the network between the nodes',
  }),
  clusterKey: setting<string | null>({
    env: 'FRONTROW_CLUSTER_KEY',
    reader: path(PEM),
    fallback: null,
    fallbackText: NONE,
    effect: 'private key of that certificate, without a passphrase',
    change: 'together with FRONTROW_CLUSTER_CERT',
  }),
  clusterCa: setting<string | null>({
    env: 'FRONTROW_CLUSTER_CA',
    reader: path(PEM),
    fallback: null,
    fallbackText: NONE,
    effect: "certificates of the authorities that sign the nodes' certificates",
    change: 'together with FRONTROW_CLUSTER_CERT',
  }),
};

export const CLUSTER = { ...NATS, ...NODE };
