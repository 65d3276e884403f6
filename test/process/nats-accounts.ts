/** Operator, accounts and users of NATS for one test, as `nsc` would make them: JWTs, each signed by whoever is above, and credentials files. */
import { nkeys } from '@nats-io/transport-node';
import type { Accounts } from '../../bench/support/nats/server-config.js';

type KeyPair = ReturnType<typeof nkeys.createUser>;

const UNLIMITED = -1;
const HEADER = { typ: 'JWT', alg: 'ed25519-nkey' };
const CONNECTIONS = { subs: UNLIMITED, data: UNLIMITED, payload: UNLIMITED };
const ACCOUNT_LIMITS = {
  ...CONNECTIONS,
  ...{ imports: UNLIMITED, exports: UNLIMITED, wildcards: true, conn: UNLIMITED, leaf: UNLIMITED },
};
const JETSTREAM_LIMITS = { mem_storage: UNLIMITED, disk_storage: UNLIMITED, streams: UNLIMITED, consumer: UNLIMITED };

export class NatsAccounts {
  private readonly operator = nkeys.createOperator();
  private readonly system = nkeys.createAccount();
  private readonly account = nkeys.createAccount();

  /** What the servers are told. */
  get accounts(): Accounts {
    const [system, account] = [this.system.getPublicKey(), this.account.getPublicKey()];
    return {
      operatorJwt: jwt(this.operator, this.operator, 'operator', { type: 'operator', system_account: system }),
      jwts: {
        [system]: jwt(this.operator, this.system, 'SYS', { type: 'account', limits: ACCOUNT_LIMITS }),
        [account]: jwt(this.operator, this.account, 'tickets', { type: 'account', limits: { ...ACCOUNT_LIMITS, ...JETSTREAM_LIMITS } }),
      },
      system,
    };
  }

  /** The text of a credentials file of one more user, who may do everything with JetStream. */
  credentials(): string {
    const user = nkeys.createUser();
    const seed = new TextDecoder().decode(user.getSeed());
    return `${block('NATS USER JWT', jwt(this.account, user, 'node', { type: 'user', ...CONNECTIONS }))}\n${block('USER NKEY SEED', seed)}`;
  }
}

function jwt(issuer: KeyPair, subject: KeyPair, name: string, nats: object): string {
  const claims = {
    jti: subject.getPublicKey(),
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    name,
    sub: subject.getPublicKey(),
    nats: { ...nats, version: 2 },
  };
  const said = [HEADER, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${said}.${Buffer.from(issuer.sign(Buffer.from(said))).toString('base64url')}`;
}

const block = (what: string, text: string): string => `-----BEGIN ${what}-----\n${text}\n------END ${what}------\n`;
