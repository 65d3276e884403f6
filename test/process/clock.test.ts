/**
 * The wall clock is set while the node runs, and while it is down. `Date.now` of the node is shifted by a module that is loaded before it and reads how far
 * from a file; the monotonic clock goes on as it does on a real machine.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import { Refused } from '../../bench/support/frontrow-api.js';
import type { NodeProcess } from '../../bench/support/node-process.js';
import { auditNow, seen, Stage } from './stage.js';

const HOUR_MS = 3_600_000;
/** The node slews by 5 ms a second, so a hold may be shorter by that much. */
const SLEW_SHARE = 0.005;

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

/** The wall clock of a node under test. */
class WallClock {
  private constructor(
    private readonly file: string,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async make(): Promise<WallClock> {
    const directory = await stage.dataDir();
    const file = join(directory, 'shift-ms');
    const module = join(directory, 'shifted-clock.mjs');
    writeFileSync(module, SHIFTED_CLOCK);
    const clock = new WallClock(file, { NODE_OPTIONS: `--import=${pathToFileURL(module).href}`, SHIFT_FILE: file });
    clock.shift(0);
    return clock;
  }

  shift(ms: number): void {
    writeFileSync(this.file, String(ms));
  }
}

const SHIFTED_CLOCK = `
import { readFileSync } from 'node:fs';
const now = Date.now;
const read = () => Number(readFileSync(process.env.SHIFT_FILE, 'utf8'));
let shift = read();
setInterval(() => { shift = read() || shift; }, 10).unref();
Date.now = () => now() + shift;
`;

/** What the log says of the next jump in that direction. */
async function jumpLogged(node: NodeProcess, direction: 'forward' | 'backward', byMs: number): Promise<void> {
  const line = await seen(() => node.output.split('\n').find((text) => text.includes(`"direction":"${direction}"`)) ?? null);
  const logged = JSON.parse(line) as { readonly level: number; readonly byMs: number; readonly msg: string };
  assert.equal(logged.level, 40);
  assert.ok(Math.abs(logged.byMs - byMs) < 60_000, `it says ${logged.byMs} ms`);
  assert.match(logged.msg, /the wall clock was set/);
}

test('a wall clock set forward cuts no hold short and ends no token, and set back it revives none', async () => {
  const clock = await WallClock.make();
  const node = await stage.start({ dataDir: await stage.dataDir(), env: clock.env });
  const sale = await stage.sale(node, { holdSeconds: 3, queue: { maxActive: 1 } });
  const { api, guest, token, concertId, scheduleId } = sale;
  const waiting = await api.guest();
  const inLine = await api.token(waiting, concertId);
  assert.equal(inLine.status, 'WAITING');

  const heldAt = performance.now();
  const hold = await api.hold(guest, token, scheduleId, [1]);
  clock.shift(HOUR_MS);
  // The node looks at the wall clock when it is asked for something.
  await Promise.all([
    jumpLogged(node, 'forward', HOUR_MS),
    askUntil(
      () => node.output.includes('"forward"'),
      () => api.balance(guest),
    ),
  ]);
  const status = await api.reservationStatus(guest, hold.reservationId);
  if (performance.now() - heldAt < 3_000 * (1 - SLEW_SHARE)) assert.equal(status, 'HELD', 'not cut short');
  assert.equal(await api.currentToken(guest, token), 'ACTIVE');
  assert.equal((await api.place(waiting, inLine.token)).position, 1);

  await seen(async () => ((await api.reservationStatus(guest, hold.reservationId)) === 'EXPIRED' ? true : null));
  assert.ok(performance.now() - heldAt >= 3_000 * (1 - SLEW_SHARE), 'it ran out after its time by the steady clock');
  clock.shift(-HOUR_MS);
  await Promise.all([
    jumpLogged(node, 'backward', 2 * HOUR_MS),
    askUntil(
      () => node.output.includes('"backward"'),
      () => api.balance(guest),
    ),
  ]);
  assert.equal(await api.reservationStatus(guest, hold.reservationId), 'EXPIRED', 'not revived');
  await assert.rejects(api.pay(guest, token, hold.reservationId), (error) => error instanceof Refused && error.code === 'HOLD_EXPIRED');
  const next = await api.hold(guest, token, scheduleId, [1]);
  await seen(async () => ((await api.reservationStatus(guest, next.reservationId)) === 'EXPIRED' ? true : null));

  await api.leave(guest, token);
  assert.equal(await api.currentToken(waiting, inLine.token), 'ACTIVE', 'nobody was overtaken');
  assert.deepEqual((await auditNow(sale)).violations, []);
});

test('a wall clock set back while the node is down revives no hold and ends no place in line', async () => {
  const clock = await WallClock.make();
  const node = await stage.start({ dataDir: await stage.dataDir(), env: clock.env });
  const sale = await stage.sale(node, { holdSeconds: 1, queue: { maxActive: 1 } });
  const { api, guest, token, concertId, scheduleId } = sale;
  const waiting = await api.guest();
  const inLine = await api.token(waiting, concertId);
  const hold = await api.hold(guest, token, scheduleId, [1, 2]);
  await seen(async () => ((await api.reservationStatus(guest, hold.reservationId)) === 'EXPIRED' ? true : null));
  await node.kill();
  clock.shift(-HOUR_MS);
  await stage.restart(node);
  assert.equal(await api.reservationStatus(guest, hold.reservationId), 'EXPIRED');
  await assert.rejects(api.pay(guest, token, hold.reservationId), (error) => error instanceof Refused && error.code === 'HOLD_EXPIRED');
  assert.equal(await api.currentToken(guest, token), 'ACTIVE');
  assert.equal((await api.place(waiting, inLine.token)).position, 1);
  assert.deepEqual((await auditNow(sale)).violations, []);
});

/** Asks for something again and again until it has happened. */
async function askUntil(happened: () => boolean, ask: () => Promise<unknown>): Promise<void> {
  await seen(async () => {
    await ask();
    return happened() ? true : null;
  });
}

test.run();
