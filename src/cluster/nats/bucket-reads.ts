/**
 * Reads of a stream that any of its replicas answers: many messages for one request, possibly a little old.
 *
 * The client library's own way leaves a subscription behind for each such read, and waits five seconds whatever is asked.
 */
import { createInbox } from '@nats-io/transport-node';
import type { Msg, MsgHdrs, Subscription } from '@nats-io/transport-node';
import type { Timers } from '../../timers.js';
import { Waiting } from '../waiting.js';
import type { ConnectedNats } from './connection.js';

export interface ReadMessage {
  readonly subject: string;
  readonly sequence: number;
  /** When the stream's leader stored it, by its clock, ms since 1970. */
  readonly storedAt: number;
  readonly headers: MsgHdrs;
  readonly value: string;
}

export interface DirectRead {
  readonly messages: readonly ReadMessage[];
  /** What there is beyond these. */
  readonly pending: number;
  /** A message went away while it was read: the rest was not sent. */
  readonly isCut: boolean;
}

/** What stands in for a key that is not there any more: a deletion, or the marker that a lapsed key leaves. */
export function isTombstone(headers: MsgHdrs): boolean {
  const operation = headers.get('KV-Operation');
  return operation === 'DEL' || operation === 'PURGE' || headers.has('Nats-Marker-Reason');
}

export interface Asking {
  readonly nats: Pick<ConnectedNats, 'connection' | 'isConnected' | 'onLost'>;
  readonly timers: Timers;
  readonly timeoutMs: number;
}

const DONE = 204;
const NOTHING = 404;

/** A refusal that comes at once would let a caller who simply tries again keep the event loop from everything else, the connection included. */
const UNCONNECTED_MS = 20;

/** Rejects, a little later, while there is no connection. */
export async function needConnection({ nats, timers }: Asking): Promise<void> {
  if (nats.isConnected()) return;
  await new Waiting(timers).for(UNCONNECTED_MS);
  throw new Error('no connection to NATS');
}

/** Rejects when nobody answers in time, or with what the server says. */
export async function directRead(asking: Asking, stream: string, request: object): Promise<DirectRead> {
  await needConnection(asking);
  const { nats, timers, timeoutMs } = asking;
  return new Promise((resolve, reject) => {
    const { connection } = nats;
    const messages: ReadMessage[] = [];
    let subscription: Subscription | null = null;
    const endings: (() => void)[] = [];
    const end = (): void => {
      for (const ending of endings) ending();
      subscription?.unsubscribe();
    };
    const fail = (reason: string): void => {
      end();
      reject(new Error(reason));
    };
    const hear = (error: Error | null, message: Msg): void => {
      if (error !== null) return fail(error.message);
      const code = message.headers?.code ?? 0;
      if (code === 0) return void messages.push(readMessage(message));
      if (code !== DONE && code !== NOTHING) return fail(`${code} ${message.headers?.description ?? ''}`);
      end();
      const isCut = code === NOTHING && !/no results/i.test(message.headers?.description ?? '');
      resolve({ messages, pending: numberOf(message.headers, 'Nats-Num-Pending'), isCut });
    };
    const inbox = createInbox();
    subscription = connection.subscribe(inbox, { callback: hear });
    endings.push(timers.after(timeoutMs, () => fail(`no answer within ${timeoutMs} ms`)));
    endings.push(nats.onLost(() => fail('the connection to NATS was lost')));
    connection.publish(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify(request), { reply: inbox });
  });
}

function readMessage(message: Msg): ReadMessage {
  const { headers } = message;
  if (headers === undefined) throw new Error('a message without headers');
  return {
    subject: headers.get('Nats-Subject'),
    sequence: numberOf(headers, 'Nats-Sequence'),
    storedAt: Date.parse(headers.get('Nats-Time-Stamp')),
    headers,
    value: message.string(),
  };
}

function numberOf(headers: MsgHdrs | undefined, name: string): number {
  return Number(headers?.get(name) ?? 0);
}
