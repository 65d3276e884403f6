/** After the sale: waits until nothing moves, looks at what is served, reads the log to its end, and closes the books. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Auditor, AuditReport, Totals } from '../../src/audit/auditor.js';
import type { ServedState } from '../../src/audit/client-facts.js';
import { comeToRest } from '../support/come-to-rest.js';
import type { EventLog } from '../support/event-log.js';
import type { FrontrowApi, Guest } from '../support/frontrow-api.js';
import type { Fan } from './fan.js';
import type { FansApi } from './fans-api.js';
import type { Concert } from './sale.js';

export interface Closing {
  readonly concert: Concert;
  /** What is served is asked for over the same protocol that the fans used. */
  readonly api: FansApi;
  readonly admin: FrontrowApi;
  readonly adminKey: string;
  readonly log: EventLog;
  readonly auditor: Auditor;
  readonly holdSeconds: number;
  readonly say: (line: string) => void;
}

const INSPECTOR_MS_MAX = 30_000;
const INSPECTOR_POLL_MS = 200;
/** States that are asked for at once. */
const ASKED_AT_ONCE_MAX = 32;

export interface ClosedBooks {
  readonly audit: AuditReport;
  /** This sale alone, as the fans left it: before the inspector came and everybody still waiting was let in. */
  readonly saleTotals: Totals;
}

export async function closeBooks(closing: Closing, fans: readonly Fan[]): Promise<ClosedBooks> {
  const { concert, log, auditor, say } = closing;
  say('The last fan is gone. Waiting until holds have run out and payments are settled.');
  if (!(await comeToRest(log, auditor, concert.concertId, closing.holdSeconds)))
    say('The books did not come to rest in time; they are audited as they are.');
  const saleTotals = auditor.totals(concert.concertId);
  say('Comparing what is served with the log.');
  const served = [...(await seatsServed(closing, fans.length)), ...(await statesOfFans(closing, fans))];
  await log.readToEnd((event) => auditor.feed(event));
  return { audit: auditor.finish({ now: log.servedAt, quiescent: true, served }), saleTotals };
}

/** An inspector gets in line like anybody else; the line is opened wide, for nobody real is in it any more. */
async function seatsServed({ concert, api, admin, adminKey, say }: Closing, fans: number): Promise<ServedState[]> {
  await admin.configureQueue(adminKey, concert.concertId, { maxActive: fans + 10 });
  const guest = await api.guest();
  const token = await admitInspector(api, guest, concert.concertId);
  if (token === null) {
    say(`The inspector was not let in within ${INSPECTOR_MS_MAX / 1000} s; the seat maps were not compared.`);
    return [];
  }
  const served: ServedState[] = [];
  for (const scheduleId of concert.scheduleIds) {
    served.push({ served: 'SEATS', scheduleId, seats: await api.seats(guest, token, scheduleId, null) });
  }
  await api.leave(guest, token);
  return served;
}

async function admitInspector(api: FansApi, guest: Guest, concertId: string): Promise<string | null> {
  const deadline = performance.now() + INSPECTOR_MS_MAX;
  for (;;) {
    const { token, status } = await api.token(guest, concertId);
    if (status === 'ACTIVE') return token;
    if (performance.now() > deadline) return null;
    await sleep(INSPECTOR_POLL_MS);
  }
}

/** Balances of all fans; tokens of those whose visit ended in a way that ends the token for good. */
async function statesOfFans({ concert, api }: Closing, fans: readonly Fan[]): Promise<ServedState[]> {
  const served: ServedState[] = [];
  const left = fans.values();
  const ask = async (): Promise<void> => {
    for (const { visitor, outcome } of left) {
      if (visitor === null) continue;
      const { guest, token } = visitor;
      const { userId } = guest;
      served.push({ served: 'BALANCE', userId, balance: await api.balance(guest) });
      if (outcome === 'VANISHED' || outcome === 'INTERRUPTED' || outcome === 'FAILED') continue;
      served.push({ served: 'TOKEN', userId, concertId: concert.concertId, status: await api.currentToken(guest, token) });
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE_MAX }, ask));
  return served;
}
