/**
 * The closed-loop generator's process: autocannon with ready-made requests, so that while it is measured it only sends buffers and reads answers.
 *
 * autocannon ends its own clock at a tick of its sampling interval; here the clock runs from the moment the connections are opened to the last answer.
 */
import autocannon from 'autocannon';
import type { Client } from 'autocannon';
import type { LoadPlan } from './closed-loop-messages.js';
import { connectionLists } from './connection-lists.js';
import type { ConnectionLists } from './connection-lists.js';
import type { LoadReport } from './generator-messages.js';
import { serveLoad } from './serve-load.js';

const ANSWER_SECONDS_MAX = 30;
/** autocannon looks this often whether all is done. */
const SAMPLE_MS = 50;

interface Prepared extends ConnectionLists {
  readonly plan: LoadPlan;
}

/** Rejects at the first answer that is not as expected. */
async function run({ plan, lists, total }: Prepared): Promise<LoadReport> {
  const { expect, bodyContains } = plan;
  const expected: ReadonlySet<number> = new Set(expect);
  const latenciesMs = new Float64Array(total);
  const statuses: Record<string, number> = {};
  let unexpected: number | null = null;
  let answered = 0;
  let connection = 0;
  let startedAt = 0;
  let cpu = process.cpuUsage();
  return new Promise((resolve, reject) => {
    const onResponse = (status: number, _bytes: number, ms: number): void => {
      latenciesMs[answered] = ms;
      answered += 1;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (!expected.has(status)) unexpected ??= status;
      if (answered < total) return;
      const seconds = (performance.now() - startedAt) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      // The body of the last answer is looked at only after this.
      setImmediate(() => resolve({ seconds, cpuSeconds: (user + system) / 1e6, latenciesMs, statuses }));
    };
    // Called right after `onResponse` of the same answer.
    const verifyBody = (body: unknown): boolean => {
      if (unexpected !== null) reject(new Error(`an answer was ${unexpected} ${String(body)}; expected: ${expect.join(', ')}`));
      else if (bodyContains !== null && !String(body).includes(bodyContains))
        reject(new Error(`an answer lacks ${bodyContains}: ${String(body)}`));
      return true;
    };
    const setupClient = (client: Client): void => {
      // Builds the requests. The connection is opened right after, and autocannon sets all connections up before it sends anything.
      client.setRequests(lists[connection] ?? []);
      client.on('response', onResponse);
      connection += 1;
      if (connection < lists.length) return;
      startedAt = performance.now();
      cpu = process.cpuUsage();
    };
    const failed = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)));
    const load = autocannon(
      {
        // It takes several and deals the connections to them in turn, which its types do not know.
        url: plan.url as string,
        connections: lists.length,
        amount: total,
        timeout: ANSWER_SECONDS_MAX,
        sampleInt: SAMPLE_MS,
        setupClient,
        verifyBody,
      },
      (error) => {
        // It connects anew when a connection was closed, and counts the request that was lost as sent.
        if (answered < total) failed(error ?? new Error(`only ${answered} of ${total} requests were answered: connections were closed`));
      },
    );
    load.on('reqError', failed);
  });
}

serveLoad((plan: LoadPlan): Prepared => ({ plan, ...connectionLists(plan) }), run);
