/**
 * One entity in memory: its state, its inbox, and the turn that empties it.
 *
 * Invariants
 *  - Commands are decided strictly one after the other, in the order they arrived.
 *  - A turn drains the inbox: decide and evolve each command, then one append of all events. Commands that arrive while the append is under way wait for the
 *    next turn. When many wait and the journal allows it, that turn is taken before the append is acknowledged, so that deciding and writing go on side by
 *    side; the state then is ahead of the durable one, and nobody can tell.
 *  - Nothing leaves before it is durable: answers, reads and refusals among them, wait for the record of their turn and of every turn before it; effects and
 *    alarms as well. A snapshot is taken when nothing is under way.
 *  - Whoever comes to memory and finds that the last record is of another ownership writes one with its first turn, also when nothing happened in it: a claim.
 *    The claim expects the records that were read, so from then on no earlier owner can write, and until then nobody was shown anything.
 *  - State is never patched backwards. When an append fails or an event cannot be applied, the state is thrown away and read again from the journal.
 *
 * Failure cases
 *  - append fenced or failed: every held answer becomes UNAVAILABLE, later turns' too, the entity recovers; commands not yet begun stay in the inbox.
 *    What a failed append wrote after all is seen by the recovery; if it is written only later, the next append is fenced.
 *  - `decide` throws: that command alone is INTERNAL, the state is untouched.
 *  - `evolve` (or anything after it) throws: answers of the turn become INTERNAL, those of turns under way UNAVAILABLE, the entity recovers.
 *  - it fails again before a record of it was durable: the inbox is refused too, and the next recovery waits, longer each time.
 *  - the chain is broken: every command is ENTITY_DAMAGED until an operator restores the journal.
 */
import type { Envelope } from '../cluster/router.js';
import type { Effect } from '../domain/decider.js';
import type { EntityId } from '../domain/ids.js';
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { DamagedEntity } from '../journal/port.js';
import type { AppendResult, NewRecord } from '../journal/port.js';
import type { EntityHost } from './entity-host.js';
import { FailureRow } from './failure-row.js';
import { answerAll, appendsUnderWay, giveUp, NOTHING_WRITTEN, takeLanded } from './flight.js';
import type { Flight, TurnEnd } from './flight.js';
import { Outbox } from './outbox.js';
import { recover } from './recovery.js';
import type { Recovered } from './recovery.js';
import { Snapshots } from './snapshots.js';
import { Turn } from './turn.js';
import type { AnyDecider, Resolve } from './turn.js';

interface Waiting {
  readonly envelope: Envelope;
  readonly resolve: Resolve;
}

type Phase = 'recovering' | 'ready' | 'damaged' | 'stopped';

/** A turn takes on so many commands; the rest waits for the next one, so that one entity cannot hold the loop for long. */
const TURN_COMMANDS_MAX = 1_000;
/** Where turns may be taken ahead, shorter ones: the first commands of a crowd are written while the next are decided. */
const TURN_COMMANDS_MAX_AHEAD = 128;
/** A turn is taken ahead of an append under way when so many commands wait: fewer share a record and a commit more cheaply by waiting. */
const AHEAD_COMMANDS_MIN = 32;
/** When an alarm rang early, so that nothing was due yet. */
const EARLY_ALARM_MS = 10;

export class Entity {
  /** Set while a wake-up is on its way to the actor. */
  wakeUnderWay = false;
  /** Second-chance bit of the host's eviction: used since it was last looked at. */
  used = true;
  lastUsedAt: number;
  private phase: Phase = 'recovering';
  private current: Recovered | null = null;
  private inbox: Waiting[] = [];
  /** Oldest first. */
  private flights: Flight[] = [];
  /** null until needed, as the outbox: most entities are wallets that never are. */
  private waiters: Map<string, Resolve[]> | null = null;
  private outbox: Outbox | null = null;
  readonly snapshots = new Snapshots();
  /** It leaves this node: what was taken on is finished, nothing else is begun. */
  private closing = false;
  /** The last record is of this ownership, or one that makes it so was handed to the journal since the recovery. Who was never born needs no claim. */
  private claimed = false;
  /** Something is pending, as of the last turn. */
  private effectsOpen = false;
  /** What is pending was looked at since the recovery; from then on only events change it. */
  private effectsKnown = false;
  /** Crashes, failed appends and failed recoveries since the last durable record. */
  private readonly failures = new FailureRow();
  private cancelRecovery: (() => void) | null = null;

  constructor(
    readonly id: EntityId,
    readonly key: string,
    readonly decider: AnyDecider,
    /** Of the ownership under which it came to memory. */
    readonly epoch: number,
    private readonly host: EntityHost,
    /** Settles when no append is under way any more, to begin with of the same entity as it was in memory before; null when none is. */
    private lastAppend: Promise<unknown> | null,
  ) {
    this.lastUsedAt = host.now();
    this.recover();
  }

  get inboxDepth(): number {
    return this.inbox.length;
  }

  /** Nothing under way and nothing to come but what an alarm will wake it for. */
  get idle(): boolean {
    const rests = this.phase === 'ready' || this.phase === 'damaged';
    return rests && !this.wakeUnderWay && this.waiters === null && !this.effectsOpen && this.settled;
  }

  /** Nothing that was taken on is under way; effects may be open, which go on wherever the entity is next. */
  get settled(): boolean {
    return this.inbox.length === 0 && this.flights.length === 0 && !this.snapshots.underWay;
  }

  get stopped(): boolean {
    return this.phase === 'stopped';
  }

  /** Leaving memory would forget signs of life that something falls due by. */
  get livesOnSigns(): boolean {
    return this.current?.livesOnSigns ?? false;
  }

  get recovering(): boolean {
    return this.phase === 'recovering';
  }

  /** A snapshot that is due gets the next moment in which nothing is under way. */
  private mayTakeTurn(): boolean {
    if (this.phase !== 'ready' || (this.closing && this.inbox.length === 0)) return false;
    const { length } = this.flights;
    if (length === 0) return true;
    return length < this.host.journal.appendsAtOnce && this.inbox.length >= AHEAD_COMMANDS_MIN && !this.snapshotDue;
  }

  private get snapshotDue(): boolean {
    return this.snapshots.isDue(this.host);
  }

  figures(): Readonly<Record<string, number>> {
    return this.current === null ? {} : (this.decider.figures?.(this.current.state) ?? {});
  }

  /** Puts a command into the inbox; resolves with the reply or a refusal once that may be shown. */
  offer(envelope: Envelope): Promise<unknown> {
    this.used = true;
    if (this.closing) return Promise.resolve(refuse('UNAVAILABLE'));
    if (this.inbox.length >= this.host.inboxDepthMax) return Promise.resolve(refuse('OVERLOADED'));
    return this.enqueue(envelope);
  }

  /** What the actor runs for a wake-up. Never throws: nact would stop the actor. */
  takeTurn(): void {
    this.wakeUnderWay = false;
    const { current } = this;
    if (current === null || !this.mayTakeTurn()) return;
    this.lastUsedAt = this.host.now();
    current.time = Math.max(this.lastUsedAt, current.time);
    const turn = new Turn(this.decider, current, this.waiters, current.time, (error) => this.host.warn(this, 'a command failed', error));
    let end: TurnEnd;
    try {
      this.play(turn);
      end = this.endOf(turn, current);
    } catch (error) {
      this.host.warn(this, 'the entity crashed and is read again from the journal', error);
      answerAll(turn.answers, refuse('INTERNAL'));
      this.reset(refuse('INTERNAL'));
      return;
    }
    if (turn.noticed) current.livesOnSigns = true;
    if (end.record !== null) this.append({ turn, end, result: null }, end.record);
    else if (this.flights.length > 0) this.flights.push({ turn, end, result: NOTHING_WRITTEN });
    else this.finish(turn, end);
    if (this.inbox.length > 0 && this.mayTakeTurn()) this.host.wake(this);
  }

  /** Takes no more commands from outside and drives no more effects, but finishes what it has taken on; then it is `settled`, and begins nothing any more. */
  close(): void {
    this.closing = true;
    this.outbox?.reset();
  }

  /**
   * The host gives it up. Whatever still waits for an answer gets UNAVAILABLE, also for an append whose outcome is not known yet.
   *
   * @returns what settles when no append of it is under way any more; null when none is.
   */
  stop(): Promise<unknown> | null {
    this.phase = 'stopped';
    this.current = null;
    this.cancelRecovery?.();
    this.outbox?.reset();
    giveUp(this.flights, refuse('UNAVAILABLE'));
    this.refuseWaiters();
    this.refuseInbox(refuse('UNAVAILABLE'));
    return this.lastAppend;
  }

  /** Takes a snapshot in the next moment in which nothing is under way. */
  snapshotSoon(): void {
    // One that is under way is as good.
    if (!this.snapshots.underWay) this.snapshots.asked = true;
    void this.saveSnapshot(null);
  }

  /** If that is possible now. `bytesMin`: so many bytes of records since the last one are enough; null: when one is due, or asked for. */
  async saveSnapshot(bytesMin: number | null): Promise<void> {
    const { current, snapshots } = this;
    if (this.phase !== 'ready' || current === null || this.flights.length > 0 || snapshots.underWay || current.version === 0) return;
    if (bytesMin === null ? !this.snapshotDue : snapshots.recordBytesSince < bytesMin) return;
    try {
      await snapshots.save(this.id, this.decider, current, this.host);
    } catch (error) {
      // Recovery only takes longer without it.
      this.host.warn(this, 'a snapshot could not be saved', error);
    }
  }

  private enqueue(envelope: Envelope): Promise<unknown> {
    if (this.phase === 'damaged') return Promise.resolve(refuse('ENTITY_DAMAGED'));
    if (this.phase === 'stopped') return Promise.resolve(refuse('UNAVAILABLE'));
    return new Promise((resolve) => {
      this.inbox.push({ envelope, resolve });
      if (this.mayTakeTurn()) this.host.wake(this);
    });
  }

  /** Runs the inbox through the turn; what the turn does not take on stays in it. */
  private play(turn: Turn): void {
    turn.settleDue();
    const { inbox, lastUsedAt: now } = this;
    const most = this.host.journal.appendsAtOnce > 1 ? TURN_COMMANDS_MAX_AHEAD : TURN_COMMANDS_MAX;
    let taken = 0;
    try {
      while (taken < inbox.length && taken < most && !turn.full) {
        const waiting = inbox[taken];
        taken += 1;
        if (waiting === undefined) continue;
        const { envelope, resolve } = waiting;
        if (envelope.deadline !== undefined && envelope.deadline < now) resolve(refuse('UNAVAILABLE'));
        else turn.run(envelope, resolve);
      }
      turn.answerWaiters();
    } finally {
      this.inbox = taken === inbox.length ? [] : inbox.slice(taken);
      this.waiters = turn.waiters;
    }
  }

  private endOf(turn: Turn, current: Recovered): TurnEnd {
    const { decider } = this;
    const wakeAt = decider.wakeAt(current.state);
    const effects = turn.events.length > 0 || !this.effectsKnown ? [...decider.pending(current.state)] : null;
    if (effects !== null) this.effectsOpen = effects.length > 0;
    if (!turn.writes && this.claimed) return { record: null, effects, wakeAt };
    const underWay = appendsUnderWay(this.flights);
    const record = {
      entity: this.id,
      expectedVersion: current.version + underWay,
      schema: decider.schema,
      epoch: this.epoch,
      at: turn.now,
      wakeAt,
      openEffects: this.effectsOpen,
      body: turn.body(),
      ahead: underWay > 0,
    };
    // Turns that are taken ahead wait for this record anyhow.
    this.claimed = true;
    return { record, effects, wakeAt };
  }

  private append(flight: Flight, record: NewRecord): void {
    this.flights.push(flight);
    this.lastAppend = this.host.journal.append(record).then(
      (result) => this.appended(flight, result),
      (error: unknown) => {
        if (!this.flights.includes(flight)) return;
        this.host.warn(this, 'an append broke', error);
        this.reset(refuse('UNAVAILABLE'));
      },
    );
  }

  /** A flight that is no longer among the others was given up: its answers have gone. */
  private appended(flight: Flight, result: AppendResult): void {
    const { current, flights } = this;
    if (current === null || !flights.includes(flight)) return;
    if (result.status !== 'durable') {
      if (result.status === 'fenced') this.host.fenced(this);
      else this.host.unacknowledged(this, result.reason);
      this.reset(refuse('UNAVAILABLE'));
      return;
    }
    flight.result = result;
    this.land(current);
    if (this.snapshotDue) void this.saveSnapshot(null);
  }

  /** Releases the turns that wait for nothing any more. */
  private land(current: Recovered): void {
    for (let landed = takeLanded(this.flights); landed !== null; landed = takeLanded(this.flights)) {
      const { turn, end, result } = landed;
      if (result !== null && result !== NOTHING_WRITTEN && end.record !== null) {
        current.version = result.version;
        current.hash = result.hash;
        current.position = result.position;
        this.snapshots.recorded(end.record.body.length);
        this.failures.end();
        this.host.committed(this, turn.events, turn.now);
      }
      this.finish(turn, end);
    }
    if (this.flights.length === 0) this.lastAppend = null;
  }

  /** The state is durable: answers may go, effects may leave, the alarm is set. */
  private finish(turn: Turn, { effects, wakeAt }: TurnEnd): void {
    for (const { resolve, answer } of turn.answers) resolve(answer);
    if (effects !== null) {
      this.effectsKnown = true;
      this.drive(effects);
    }
    this.host.setAlarm(this.id, wakeAt !== null && wakeAt <= turn.now ? turn.now + EARLY_ALARM_MS : wakeAt);
    if (this.inbox.length > 0 || turn.full) this.host.wake(this);
  }

  private drive(effects: readonly Effect<object>[]): void {
    if (this.closing || (this.outbox === null && effects.length === 0)) return;
    this.outbox ??= new Outbox(this.host, {
      // Past the inbox's limit: what the entity asked for itself is bounded by its effects, and refusing it would leave them open.
      offer: (envelope) => this.enqueue(envelope),
      failed: (error) => this.host.warn(this, 'the answer to an effect could not be taken in', error),
    });
    this.outbox.drive(effects);
  }

  private reset(refusal: Refusal): void {
    giveUp(this.flights, refuse('UNAVAILABLE'));
    // Whoever waits for a payment asks again and joins it, if it goes on.
    this.refuseWaiters();
    this.outbox?.reset();
    this.effectsKnown = false;
    this.effectsOpen = false;
    this.current = null;
    this.recoverLater();
    // It was read again and failed again: nobody should wait for the next try.
    if (this.failures.length > 1) this.refuseInbox(refusal);
  }

  /** The first failure in a row is recovered from at once, the next ones ever later, so that lasting trouble does not eat the loop. */
  private recoverLater(): void {
    this.phase = 'recovering';
    const ms = this.failures.add(this.host.now());
    if (ms === 0) this.recover();
    else this.cancelRecovery = this.host.after(ms, () => this.recover());
  }

  /** Reads what is durable, when that no longer changes. */
  private recover(): void {
    const read = (): Promise<Recovered> => recover(this.id, this.key, this.decider, this.host.journal, () => this.host.now());
    (this.lastAppend === null ? read() : this.lastAppend.then(read)).then(
      (recovered) => this.begin(recovered),
      (error: unknown) => this.recoveryFailed(error),
    );
  }

  private begin(recovered: Recovered): void {
    if (this.phase === 'stopped') return;
    this.current = recovered;
    this.phase = 'ready';
    this.lastAppend = null;
    this.claimed = recovered.version === 0 || recovered.lastEpoch === this.epoch;
    this.snapshots.recovered(recovered.bytesReplayed);
    this.host.recovered(this, recovered.eventsReplayed);
    // Even without commands: something may be due, and open effects must be driven on.
    this.host.wake(this);
  }

  private recoveryFailed(error: unknown): void {
    if (this.phase === 'stopped') return;
    if (error instanceof DamagedEntity) {
      this.phase = 'damaged';
      this.refuseInbox(refuse('ENTITY_DAMAGED'));
      this.host.damaged(this, error);
      return;
    }
    this.refuseInbox(refuse('UNAVAILABLE'));
    this.host.unreadable(this, error);
    this.recoverLater();
  }

  private refuseInbox(refusal: Refusal): void {
    for (const { resolve } of this.inbox.splice(0)) resolve(refusal);
  }

  private refuseWaiters(): void {
    const waiters = this.waiters;
    this.waiters = null;
    for (const waiting of waiters?.values() ?? []) for (const resolve of waiting) resolve(refuse('UNAVAILABLE'));
  }
}
