/** What the link takes and holds at most, towards each peer and towards whoever finds its port. */

const KIBIBYTE = 1_024;
const MEBIBYTE = 1_024 * KIBIBYTE;
const SECOND_MS = 1_000;

export interface LinkLimits {
  /** Asks of one peer that may be unanswered at once; it is told, and what it asks beyond is not read before others were answered. */
  readonly asksAtOnce: number;
  /** Asks that may wait to be sent to one peer; further ones are `unsent`. */
  readonly queuedMax: number;
  /** A frame takes up no more once it has so many bytes. */
  readonly frameBytes: number;
  /** A frame: what is larger than that by itself, such as a large answer, travels alone in one. Larger ones end the stream. */
  readonly messageBytesMax: number;
  /** Bytes of answers that a peer has not read: beyond them its asks are not read either. */
  readonly unreadBytesMax: number;
  /** With so many of them it is cut off: it asked for more than it reads. */
  readonly unreadBytesCut: number;
  /** An ask without a deadline is given up after so long. */
  readonly askMaxMs: number;
  /** From the beginning of a connection until asks are taken on it. */
  readonly handshakeMs: number;
  /** The first try to connect is given so long, each next one in a row twice as long as the one before, up to `handshakeMs`: one that got lost on its way must not hold up the next. */
  readonly connectMinMs: number;
  /** Bytes of a handshake. */
  readonly handshakeBytesMax: number;
  /** So long asks wait for a connection that is being made for the first time, or was lost just now. */
  readonly connectPatienceMs: number;
  /** Between two tries to connect. The wait doubles with each failure in a row; half of it is random. */
  readonly backOffMinMs: number;
  readonly backOffMaxMs: number;
  /** So often a connection is asked whether its other end still lives. */
  readonly keepAliveIntervalMs: number;
  /** It is closed when it does not answer for so long. */
  readonly keepAliveTimeoutMs: number;
  /** Connections on the port; further ones are closed at once. */
  readonly connectionsMax: number;
  /** Connections that have not proven who they are; when there are more, the oldest of them is closed. */
  readonly unprovenMax: number;
  /** Who has read nothing for so long when its stream ends is cut off. */
  readonly goodbyeMs: number;
}

export const LINK_LIMITS: LinkLimits = {
  asksAtOnce: 20_000,
  queuedMax: 20_000,
  frameBytes: 256 * KIBIBYTE,
  messageBytesMax: 64 * MEBIBYTE,
  unreadBytesMax: 16 * MEBIBYTE,
  unreadBytesCut: 256 * MEBIBYTE,
  askMaxMs: 30 * SECOND_MS,
  handshakeMs: 5 * SECOND_MS,
  connectMinMs: SECOND_MS,
  handshakeBytesMax: 4 * KIBIBYTE,
  connectPatienceMs: SECOND_MS,
  backOffMinMs: 50,
  backOffMaxMs: SECOND_MS / 2,
  keepAliveIntervalMs: SECOND_MS,
  keepAliveTimeoutMs: 1.5 * SECOND_MS,
  connectionsMax: 1_024,
  unprovenMax: 128,
  goodbyeMs: SECOND_MS,
};

/** What an ask or a reply has around its command or answer in a frame, at most. */
const AROUND_BYTES = 4 * KIBIBYTE;

/** A command or an answer that a frame takes in any case. */
export const valueBytesMax = ({ messageBytesMax, frameBytes }: LinkLimits): number => messageBytesMax - frameBytes - AROUND_BYTES;
