/**
 * How the journal lies in JetStream: names of streams and subjects.
 *
 *   <prefix>                                KV bucket: the key `cluster` holds which incarnation counts
 *   <prefix>_<incarnation>_log_<lane>       stream of lane 0, 1, …: records
 *   <prefix>_<incarnation>_snapshots        stream of snapshots, in chunks
 *
 *   <prefix>.<incarnation>.log.<lane>.<shard>.<entity>                       one subject per entity, one message per record
 *   <prefix>.<incarnation>.snap.<shard>.<entity>.<slot>.<chunk>              one message per subject; two slots an entity, so that one is always whole
 *
 * A restored or migrated cluster is a new incarnation beside the old one: nothing that is there is ever written over.
 */
import { Buffer } from 'node:buffer';

/** Which streams and subjects are ours. */
export interface Layout {
  /** FRONTROW_NATS_PREFIX: letters, digits, `-`. */
  readonly prefix: string;
  /** 12 hex digits. */
  readonly incarnation: string;
  /** How many streams the log is spread over; fixed when the incarnation is created. */
  readonly lanes: number;
  /** Which shard an entity is in; must never change for an entity. */
  shardOf(entity: string): number;
}

export const bucketName = (prefix: string): string => prefix;
export const logStream = ({ prefix, incarnation }: Layout, lane: number): string => `${prefix}_${incarnation}_log_${lane}`;
export const snapshotStream = ({ prefix, incarnation }: Layout): string => `${prefix}_${incarnation}_snapshots`;

export const laneOf = ({ lanes }: Layout, shard: number): number => shard % lanes;

/** All subjects of a lane's stream. */
export const laneSubjects = ({ prefix, incarnation }: Layout, lane: number): string => `${prefix}.${incarnation}.log.${lane}.>`;
/** All entities of a shard. */
export const shardSubjects = (layout: Layout, shard: number): string =>
  `${layout.prefix}.${layout.incarnation}.log.${laneOf(layout, shard)}.${shard}.*`;

/** The subject of an entity's records, and the lane it is in. */
export function recordSubject(layout: Layout, entity: string): { readonly lane: number; readonly subject: string } {
  const shard = layout.shardOf(entity);
  const lane = laneOf(layout, shard);
  return { lane, subject: `${layout.prefix}.${layout.incarnation}.log.${lane}.${shard}.${asToken(entity)}` };
}

export const snapshotSubjects = ({ prefix, incarnation }: Layout): string => `${prefix}.${incarnation}.snap.>`;

/** Subjects of an entity's snapshot in one of its slots; the chunk `manifest` says what the others are. */
export function snapshotSubject(layout: Layout, entity: string, slot: number, chunk: number | 'manifest' | '*'): string {
  return `${layout.prefix}.${layout.incarnation}.snap.${layout.shardOf(entity)}.${asToken(entity)}.${slot}.${chunk}`;
}

/** The entity of a record's subject. */
export function entityOf(subject: string): string {
  return fromToken(subject.slice(subject.lastIndexOf('.') + 1));
}

const PLAIN = /^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/;
const NOT_PLAIN = /[^A-Za-z0-9_-]/g;
const ESCAPED = /=([0-9A-F]{2})/g;

/** As one token of a subject: `kind/key` of plain characters as `kind=key`; any other name byte by byte where it must. */
function asToken(entity: string): string {
  if (PLAIN.test(entity)) return entity.replace('/', '=');
  const escaped = Buffer.from(entity, 'utf8')
    .toString('latin1')
    .replace(NOT_PLAIN, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return `==${escaped}`;
}

function fromToken(token: string): string {
  if (!token.startsWith('==')) return token.replace('=', '/');
  const bytes = token.slice(2).replace(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
