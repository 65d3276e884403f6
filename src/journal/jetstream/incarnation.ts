/**
 * Which incarnation of the cluster counts: the key `cluster` of the bucket named by the prefix.
 *
 * Written by compare-and-set and read by the leader's word only, so nodes that start at the same time agree on one incarnation, whoever came first. It is
 * `creating` until all its streams are there; a node that finds it so helps, for whoever began may have died. From `ready` on nothing is ever created.
 */
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { DiscardPolicy, JetStreamApiError, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { JournalUnusable } from '../port.js';
import { bucketName } from './layout.js';
import { IN_PROCESS } from './outcome.js';
import type { OpeningPatience } from './streams-patience.js';
import { patiently } from './streams-patience.js';
import type { Settings } from './streams-settings.js';
import { createStream, findStream } from './streams.js';

export interface Incarnation {
  /** 12 hex digits. */
  readonly incarnation: string;
  readonly lanes: number;
  readonly state: 'creating' | 'ready';
  /** By the clock of the servers, ms since 1970. */
  readonly createdAt: number;
  /** How the log is laid out. */
  readonly format: number;
}

/** An incarnation as it is written, with the revision that the next change must expect. */
export interface Written {
  readonly value: Incarnation;
  readonly revision: number;
}

const FORMAT = 1;
const KEY = 'cluster';
const PREFIX = /^[A-Za-z0-9-]{1,32}$/;
const INCARNATION = /^[0-9a-f]{12}$/;
const LANES_MAX = 64;
const WRONG_LAST_SEQUENCE = 10_071;
const UNLIMITED = -1;

export interface RegisterOptions extends OpeningPatience {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly prefix: string;
  readonly replicas: number;
}

export class IncarnationRegister {
  private readonly stream: string;
  private readonly subject: string;

  private constructor(private readonly options: RegisterOptions) {
    this.stream = `KV_${bucketName(options.prefix)}`;
    this.subject = `$KV.${bucketName(options.prefix)}.${KEY}`;
  }

  /** Creates the bucket when there is none. @throws JournalUnusable when it could lose its key. */
  static async open(options: RegisterOptions): Promise<IncarnationRegister> {
    const { prefix, manager, replicas } = options;
    if (!PREFIX.test(prefix)) throw new JournalUnusable(`the prefix ${JSON.stringify(prefix)} must be 1 to 32 letters, digits and hyphens`);
    const register = new IncarnationRegister(options);
    const found = await patiently(`open bucket ${prefix}`, options, async () => {
      const config = await findStream(manager, register.stream);
      return config ?? createStream(manager, register.bucketSettings());
    });
    const { storage, num_replicas: replicasFound = 1, max_age: age = 0, mirror, sealed } = found;
    const isSafe = storage === StorageType.File && age === 0 && mirror === undefined && sealed !== true && replicasFound >= replicas;
    if (!isSafe) {
      throw new JournalUnusable(
        `bucket ${prefix} (stream ${register.stream}) has storage ${storage}, num_replicas ${replicasFound}, max_age ${age}: it must have storage file, num_replicas at least ${replicas}, max_age 0, and be neither a mirror nor sealed`,
      );
    }
    return register;
  }

  get prefix(): string {
    return this.options.prefix;
  }

  /** By the leader's word. */
  read(): Promise<Written | null> {
    return patiently(`read which incarnation of cluster ${this.options.prefix} counts`, this.options, async () => {
      const message = await this.options.manager.streams.getMessage(this.stream, { last_by_subj: this.subject });
      return message === null || message.data.length === 0 ? null : { value: this.parsed(message.string()), revision: message.seq };
    });
  }

  /** Writes `value` if the key is still at `expected` (0: not there). False when it is not. */
  async write(value: Incarnation, expected: number): Promise<boolean> {
    return patiently(`write which incarnation of cluster ${this.options.prefix} counts`, this.options, async () => {
      try {
        await this.options.client.publish(this.subject, JSON.stringify(value), { expect: { lastSubjectSequence: expected } });
        return true;
      } catch (error) {
        if (!(error instanceof JetStreamApiError)) throw error;
        if (error.code === WRONG_LAST_SEQUENCE) return false;
        throw IN_PROCESS.has(error.code) ? new UnderWay(error.message) : error;
      }
    });
  }

  /** All its streams are there, and from now on it is `ready`. Another node may have said so before. @throws JournalUnusable when it counts no more. */
  complete({ value, revision }: Written): Promise<void> {
    let expected = revision;
    return patiently(`complete incarnation ${value.incarnation} of cluster ${this.options.prefix}`, this.options, async () => {
      if (await this.write({ ...value, state: 'ready' }, expected)) return;
      const now = await this.read();
      if (now?.value.incarnation !== value.incarnation) {
        throw new JournalUnusable(`incarnation ${value.incarnation} was given up while it was being created: start again`);
      }
      expected = now.revision;
      // What another node writes at the same moment turns this write down before it can be read.
      if (now.value.state !== 'ready') throw new UnderWay('another node changes it now');
    });
  }

  /** The clock of the servers, ms since 1970. */
  async now(): Promise<number> {
    const { ts, created } = await patiently(`look at bucket ${this.options.prefix}`, this.options, () =>
      this.options.manager.streams.info(this.stream),
    );
    return Date.parse(ts ?? created);
  }

  private parsed(text: string): Incarnation {
    const unreadable = new JournalUnusable(
      `bucket ${this.options.prefix} holds under ${KEY} what this version cannot read: ${text.slice(0, 200)}`,
    );
    let value: Partial<Incarnation> | null;
    try {
      value = JSON.parse(text) as Partial<Incarnation> | null;
    } catch {
      throw unreadable;
    }
    const { incarnation, lanes, state, createdAt, format } = value ?? {};
    if (format !== FORMAT || typeof incarnation !== 'string' || !INCARNATION.test(incarnation) || typeof createdAt !== 'number')
      throw unreadable;
    if (typeof lanes !== 'number' || !isLaneCount(lanes) || (state !== 'creating' && state !== 'ready')) throw unreadable;
    return { incarnation, lanes, state, createdAt, format };
  }

  private bucketSettings(): Settings {
    const { prefix, replicas } = this.options;
    return {
      name: this.stream,
      description: 'Frontrow: which incarnation of the cluster counts',
      subjects: [`$KV.${bucketName(prefix)}.>`],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      num_replicas: replicas,
      max_msgs_per_subject: 1,
      max_age: 0,
      max_msgs: UNLIMITED,
      max_bytes: UNLIMITED,
      max_msg_size: UNLIMITED,
      discard: DiscardPolicy.New,
      deny_delete: true,
      allow_direct: true,
      allow_rollup_hdrs: true,
    };
  }
}

/** Another write of the key has not come to its end: this one is tried again. */
class UnderWay extends Error {}

function isLaneCount(lanes: number): boolean {
  return Number.isSafeInteger(lanes) && lanes >= 1 && lanes <= LANES_MAX;
}

export interface AgreeOptions {
  /** Of an incarnation that this node begins. */
  readonly lanes: number;
  /** 12 random hex digits, another each time. */
  readonly mint: () => string;
  /** The incarnation that this node has been part of; it begins none in its place. */
  readonly known: string | null;
}

/**
 * The incarnation that counts, begun by this node when there was none.
 * @throws JournalUnusable when the one that this node knows is gone: then servers have lost what was acknowledged.
 */
export async function agree(
  register: IncarnationRegister,
  { lanes, mint, known }: AgreeOptions,
): Promise<Written & { readonly isNew: boolean }> {
  if (!isLaneCount(lanes)) throw new JournalUnusable(`the number of lanes must be 1 to ${LANES_MAX}, not ${lanes}`);
  const minted = new Set<string>();
  for (;;) {
    const written = await register.read();
    // Also when the answer to this node's own write was lost.
    if (written !== null) return { ...written, isNew: minted.has(written.value.incarnation) };
    if (known !== null) throw new JournalUnusable(lost(register.prefix, known));
    const incarnation = mint();
    minted.add(incarnation);
    await register.write({ incarnation, lanes, state: 'creating', createdAt: await register.now(), format: FORMAT }, 0);
  }
}

const lost = (prefix: string, known: string): string =>
  `NATS has no log of cluster ${prefix}, and this node's data belong to its log ${known}: are these other servers, or have all of them lost their disks? ` +
  'Restore the last backup with frontrow restore --from; to begin anew with nothing, give every node an empty data directory';
