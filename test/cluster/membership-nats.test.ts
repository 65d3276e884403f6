/** Members on three real servers: what the bucket's clock, leader and replicas do to them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { suite } from 'uvu';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import type { Membership } from '../../src/cluster/member.js';
import { joinCluster } from '../../src/cluster/membership.js';
import type { Bucket } from '../../src/cluster/nats/bucket.js';
import { measureClockOffset, refuseWrongClock } from '../../src/cluster/nats/clock-offset.js';
import { nodeTimers } from '../../src/timers.js';
import { openBucket, until } from './nats-support.js';
import type { OpenBucket } from './nats-support.js';

const BUCKET = 'members';
/** A process of its own that dies is gone after so long: its last heartbeat seen late, its silence, the others' polls, and a busy machine. */
const GONE_MS = 4_500;

const cluster = suite<{ servers: NatsServers; open: OpenBucket[]; members: Member[] }>('members on three servers');

interface Member {
  readonly membership: Membership;
  /** Its heartbeats and reads get nowhere any more, as when its process has died. */
  die(): void;
}

type Used = Pick<Bucket, 'put' | 'get' | 'all' | 'hints'>;

function mortal(bucket: Used): { readonly bucket: Used; die(): void } {
  let isDead = false;
  const unlessDead = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => (isDead ? new Promise(() => undefined) : ask());
  return {
    bucket: {
      put: (...args) => unlessDead(() => bucket.put(...args)),
      get: (key) => unlessDead(() => bucket.get(key)),
      all: () => unlessDead(() => bucket.all()),
      hints: (listener) => bucket.hints((key, value) => (isDead ? undefined : listener(key, value))),
    },
    die: () => {
      isDead = true;
    },
  };
}

async function join(servers: NatsServers, nodeId: string, open: OpenBucket[]): Promise<Member> {
  const opened = await openBucket(servers.urls, BUCKET, 3);
  open.push(opened);
  const { bucket, die } = mortal(opened.bucket);
  const membership = await joinCluster({
    bucket,
    nodeId,
    address: `127.0.0.1:${7_000 + open.length}`,
    version: '1.0.0',
    startedAt: Date.now(),
    state: 'up',
    steady: () => performance.now(),
    timers: nodeTimers,
    random: Math.random,
    mintSession: () => `${nodeId}.${randomBytes(8).toString('hex')}`,
    log: opened.log,
  });
  return { membership, die };
}

const idsSeenBy = ({ membership }: Member): string => membership.members.map(({ nodeId }) => nodeId).join(' ');

cluster.before.each(async (context) => {
  context.servers = await NatsServers.start({ servers: 3 });
  context.open = [];
  context.members = [];
  for (const nodeId of ['a', 'b', 'c']) context.members.push(await join(context.servers, nodeId, context.open));
  await until('all see each other', () => context.members.every((member) => idsSeenBy(member) === 'a b c'), 5_000);
});

cluster.after.each(async ({ servers, open }) => {
  for (const { nats } of open) await nats.close();
  await servers.dispose();
});

/** Past the first TTL of their heartbeats, in which nobody judges anybody. */
const settle = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 3_500));

cluster('one that stops heartbeating is gone for the others, and its lease was over before', async ({ members }) => {
  const [a, b, c] = members as [Member, Member, Member];
  await settle();
  const { session } = c.membership.self;
  c.die();
  const tookMs = await until(
    'it is gone for both',
    () => {
      const isGone = [a, b].map(({ membership }) => membership.isGone(session));
      if (isGone.includes(true)) assert.equal(c.membership.lease.holds(), false);
      return !isGone.includes(false);
    },
    GONE_MS,
  );
  assert.ok(tookMs > 1_400, `${tookMs} ms`);
  assert.deepEqual([idsSeenBy(a), idsSeenBy(b)], ['a b', 'a b']);
  for (const { membership } of [a, b]) assert.equal(membership.lease.holds(), true);
});

cluster('one that leaves is gone at once, and its node id is free', async ({ members, servers, open }) => {
  const [a, b, c] = members as [Member, Member, Member];
  const { session } = c.membership.self;
  await c.membership.leave();
  const tookMs = await until('it is gone', () => a.membership.isGone(session) && b.membership.isGone(session), 2_000);
  assert.ok(tookMs < 1_000, `${tookMs} ms`);
  const begun = performance.now();
  members[2] = await join(servers, 'c', open);
  assert.ok(performance.now() - begun < 2_000);
});

cluster(
  'the bucket’s leader is killed and another server is paused: all lapse, nobody is missing, all join again',
  async ({ members, servers }) => {
    await settle();
    const before = members.map(({ membership }) => membership.self.session);
    const leader = await servers.leaderOf(`KV_${BUCKET}`);
    const other = (leader + 1) % 3;
    servers.pause(other);
    await servers.kill(leader);
    await until('no lease holds', () => members.every(({ membership }) => !membership.lease.holds()), 5_000);
    const nobodyIsMissing = (): void => {
      for (const [index, member] of members.entries()) {
        const others = member.membership.members.filter(({ nodeId }) => nodeId !== 'abc'[index]);
        assert.equal(others.length, 2, `${'abc'[index] ?? ''} sees ${idsSeenBy(member)}`);
      }
    };
    const begun = performance.now();
    await until('keys would have lapsed', () => (nobodyIsMissing(), performance.now() > begun + 3_000), 4_000);
    servers.resume(other);
    await until('all hold leases again', () => (nobodyIsMissing(), members.every(({ membership }) => membership.lease.holds())), 20_000);
    for (const { membership } of members) {
      for (const session of before) {
        assert.ok(membership.isGone(session) || membership.members.some((member) => member.session === session));
      }
    }
    await until('all see each other', () => members.every((member) => idsSeenBy(member) === 'a b c'), 5_000);
  },
);

cluster('a clock that agrees with the servers’ is measured to within milliseconds, and one that does not is refused', async ({ open }) => {
  const bucket = open[0]?.bucket;
  assert.ok(bucket !== undefined);
  const steady = (): number => performance.now();
  const timers = nodeTimers;
  const measured = await measureClockOffset({ bucket, nodeId: 'a', now: Date.now, steady });
  assert.ok(measured !== null && Math.abs(measured.ms) < 50 + measured.uncertaintyMs, JSON.stringify(measured));
  await refuseWrongClock({ bucket, nodeId: 'a', now: Date.now, steady, timers });
  await assert.rejects(
    refuseWrongClock({ bucket, nodeId: 'a', now: () => Date.now() - 2_000, steady, timers }),
    /^NatsUnusable: This node's clock is (19|20)\d\d ms behind the NATS servers' clock, and 500 ms are allowed: keep/,
  );
  await assert.rejects(
    refuseWrongClock({ bucket, nodeId: 'a', now: () => Date.now() + 900, steady, timers }),
    /ms ahead of the NATS servers' clock/,
  );
});

cluster.run();
