/** One reader of a schedule's seats: a stream, the version it knows, and what became of it. */
import type { Client, ClientReadableStream, Metadata, ServiceError } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { SeatsUpdate__Output } from '../../src/grpc/generated/frontrow/v1/SeatsUpdate.js';
import { TicketingService } from '../../src/grpc/protocol.js';
import type { GrpcUser } from './load.js';

const { path, requestSerialize, responseDeserialize } = TicketingService.service.WatchSeats;
/** Readers of one process get the same few messages, so each is decoded once; so many of the last are remembered. */
const DECODED_MAX = 8;
/** A stream that was refused for now is asked for again after up to so long. */
const AGAIN_MS_MAX = 500;

export interface SeatStreamOptions {
  readonly metadata: Metadata;
  readonly scheduleId: string;
  readonly user: GrpcUser;
  /** The reader knows another version than before; null: it knew none. A snapshot counts when it is whole. */
  readonly onVersion: (from: number | null, update: SeatsUpdate__Output) => void;
  readonly onTooSlow: () => void;
  readonly onRepeated: () => void;
  /** The stream was ended, or said what cannot be. */
  readonly onFailure: (error: Error) => void;
}

export class SeatStream {
  /** null until the first snapshot is whole. */
  known: number | null = null;
  private client: Client | null = null;
  private stream: ClientReadableStream<SeatsUpdate__Output> | null = null;

  constructor(private readonly options: SeatStreamOptions) {}

  /** From the version it knows. */
  open(client: Client): void {
    const { metadata, scheduleId, user } = this.options;
    this.client = client;
    const request = { ...user, scheduleId, fromVersion: this.known ?? 0 };
    const stream = client.makeServerStreamRequest(path, requestSerialize, decode, request, metadata);
    this.stream = stream;
    stream.on('data', (update: SeatsUpdate__Output) => {
      if (this.stream === stream) this.take(update);
    });
    stream.on('error', (error: ServiceError) => {
      if (this.stream === stream) this.broken(error);
    });
    stream.on('status', ({ code }) => {
      if (this.stream === stream && code === status.OK) this.options.onFailure(new Error('a stream ended, which never has an end'));
    });
  }

  /** Whatever becomes of the stream is nobody's business any more. */
  leave(): void {
    const { stream } = this;
    this.stream = null;
    stream?.cancel();
  }

  private take(update: SeatsUpdate__Output): void {
    const before = this.known;
    const { snapshot = null, delta = null } = update;
    if (delta !== null) {
      const { fromVersion, version } = delta;
      if (fromVersion !== before) {
        this.options.onFailure(new Error(`a change from version ${fromVersion} was told to a reader who knows ${String(before)}`));
        return;
      }
      this.known = version;
    } else if (snapshot?.last === true) this.known = snapshot.version;
    else if (snapshot === null) return;
    this.options.onVersion(before, update);
  }

  private broken(error: ServiceError): void {
    switch (error.code) {
      case status.RESOURCE_EXHAUSTED:
        this.options.onTooSlow();
        this.again();
        return;
      case status.UNAVAILABLE:
        this.options.onRepeated();
        this.again();
        return;
      default:
        this.options.onFailure(error);
    }
  }

  private again(): void {
    const { client, stream } = this;
    setTimeout(() => {
      if (client !== null && this.stream === stream) this.open(client);
    }, Math.random() * AGAIN_MS_MAX);
  }
}

const decoded: { readonly bytes: Buffer; readonly update: SeatsUpdate__Output }[] = [];

function decode(bytes: Buffer): SeatsUpdate__Output {
  const known = decoded.find((candidate) => candidate.bytes.equals(bytes));
  if (known !== undefined) return known.update;
  const update = responseDeserialize(bytes);
  decoded.unshift({ bytes, update });
  decoded.length = Math.min(decoded.length, DECODED_MAX);
  return update;
}
