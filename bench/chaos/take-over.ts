/**
 * How long the entities of a node are without an answer after it was killed: some wallets of that node are asked for again and again, at the nodes that are left.
 * Nothing of this is in the history, and it is no proof of anything; it is a figure.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { shardOf } from '../../src/cluster/shards.js';
import type { Guest } from '../support/frontrow-api.js';

const ASKED_EVERY_MS = 25;
const ANSWER_MS_MAX = 1_000;
/** After that it is no take-over that is measured. */
const MEASURED_MS_MAX = 30_000;
const WALLETS_MAX = 5;

export interface Watched {
  /** Of the REST APIs, by node. */
  readonly urls: readonly string[];
  readonly ids: readonly string[];
  readonly adminKey: string;
  readonly guests: readonly Guest[];
}

export class TakeOverWatch {
  constructor(private readonly watched: Watched) {}

  /** To be called before the node is killed: whose wallets are there. Nobody's when no other node can tell now. */
  async walletsOf(node: number): Promise<readonly Guest[]> {
    const { ids, guests, adminKey } = this.watched;
    const view = await answered(`${this.otherUrl(node, 0)}/api/v1/admin/cluster`, adminKey);
    const shards = (view?.['shards'] ?? []) as readonly { readonly owner: string | null }[];
    return guests.filter(({ userId }) => shards[shardOf(`wallet/${userId}`)]?.owner === ids[node]).slice(0, WALLETS_MAX);
  }

  /** To be called when the node is killed. Resolves with the time each of the wallets took to answer, ms. */
  async measure(node: number, guests: readonly Guest[]): Promise<readonly number[]> {
    const killedAt = performance.now();
    const times = await Promise.all(guests.map((guest, index) => this.answersAfter(node, guest, index, killedAt)));
    return times.filter((ms) => ms !== null);
  }

  private async answersAfter(node: number, { userId, accessToken }: Guest, first: number, killedAt: number): Promise<number | null> {
    for (let tries = first; performance.now() - killedAt < MEASURED_MS_MAX; tries += 1) {
      const answer = await answered(`${this.otherUrl(node, tries)}/api/v1/users/${userId}/points`, accessToken);
      if (answer !== null) return performance.now() - killedAt;
      await sleep(ASKED_EVERY_MS);
    }
    return null;
  }

  private otherUrl(node: number, turn: number): string {
    const others = this.watched.urls.filter((_, index) => index !== node);
    return others[turn % others.length] ?? '';
  }
}

/** null: refused, or no answer. */
async function answered(url: string, bearer: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${bearer}` }, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    const body: unknown = await answer.json();
    return answer.ok ? (body as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
