/**
 * WatchEvents: the event log from a cursor on, without end. A stretch is read when everything before it has been taken, so no reader has more than one
 * stretch waiting. Whoever goes on from the last `next` or cursor it saw misses nothing; it gets again what was under way.
 */
import { isRefusal } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { LogStretch } from '../../ticketing/histories.js';
import type { GrpcDeps } from '../deps.js';
import type { WatchEventsRequest__Output } from '../generated/frontrow/v1/WatchEventsRequest.js';
import type { Outgoing, StreamMethod } from '../methods.js';
import { typeFaults, typesOrNull } from '../handlers/events.js';
import { textOrNull } from '../validation.js';
import { EventReader } from './event-reader.js';
import { encodeReached, encodeStretch } from './events-encoding.js';
import { SignOfLife } from './sign-of-life.js';

export function watchEvents(deps: GrpcDeps): StreamMethod<WatchEventsRequest__Output, Buffer> {
  const { operators } = deps.ticketing;
  const reader = new EventReader({
    read: (after, limit) => operators.eventsAfter(after, limit),
    timers: deps.timers,
    isReady: deps.isReady,
    onError: (error) => deps.log.error({ err: error }, 'reading the event log for its watchers failed'),
  });
  return {
    right: 'read',
    async open({ request }, outgoing) {
      const after = textOrNull(request.after);
      const refusal = typeFaults(request.types).refusal() ?? (after === null ? null : await operators.unknownCursor(after));
      if (refusal !== null) return refusal;
      const watch = new EventWatch(reader, outgoing, deps, typesOrNull(request.types), after);
      outgoing.onReady(() => watch.goOn());
      outgoing.onGone(() => watch.stop());
      return undefined;
    },
  };
}

class EventWatch {
  private isBehind = false;
  private isOver = false;
  private stopReading: () => void = () => undefined;
  private readonly signOfLife: SignOfLife;

  constructor(
    private readonly reader: EventReader,
    private readonly outgoing: Outgoing<Buffer>,
    deps: GrpcDeps,
    private readonly types: ReadonlySet<string> | null,
    private reached: string | null,
  ) {
    this.signOfLife = new SignOfLife(deps.clock, deps.timers, () => {
      if (!this.isBehind) this.isBehind = !outgoing.write(encodeReached(this.reached));
    });
    this.read();
  }

  /** The reader takes more. */
  goOn(): void {
    this.isBehind = false;
    this.read();
  }

  stop(): void {
    this.isOver = true;
    this.stopReading();
    this.signOfLife.stop();
  }

  private read(): void {
    this.stopReading();
    this.stopReading = this.reader.next(this.reached, (stretch) => this.tell(stretch));
  }

  private tell(stretch: LogStretch | Refusal): void {
    if (this.isOver) return;
    if (isRefusal(stretch)) {
      this.stop();
      this.outgoing.refuse(stretch);
      return;
    }
    this.reached = stretch.reached;
    const updates = encodeStretch(stretch, this.types);
    if (updates.length > 0) this.signOfLife.spoke();
    for (const update of updates) this.isBehind = !this.outgoing.write(update);
    if (!this.isBehind) this.read();
  }
}
