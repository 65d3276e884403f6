/**
 * The side-car watermark: position and hash of the last acknowledged record, in a file of its own.
 *
 * SQLite's recovery drops every frame of the write-ahead log after the first bad checksum without a word, so a journal whose tail was cut off opens as if it
 * had never been longer. The watermark is written after a commit and before its acknowledgement; when the journal ends before it, acknowledged records are
 * gone. It is not synced: after a power cut it may be older than the journal, which proves nothing, but it is never ahead of what was durable.
 *
 * The file is one block of 56 bytes: magic (8), position (8, big-endian), hash (32), checksum (8, of the bytes before). A block whose checksum does not hold
 * was torn by a power cut and is taken as absent.
 */
import { hash as digest } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { errorCode } from './errors.js';

const MAGIC = 'FRWMARK1';
const POSITION_AT = 8;
const HASH_AT = 16;
const CHECKSUM_AT = 48;
const BLOCK_BYTES = 56;
const FILE_MODE = 0o600;

export interface LogEnd {
  /** 0 for a journal without records. */
  readonly position: number;
  /** Hex hash of the record at that position. */
  readonly hash: string;
}

/** The watermark of a data directory; null when there is none, or a torn one. */
export function readWatermark(file: string): LogEnd | null {
  let block: Buffer;
  try {
    block = readFileSync(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  if (block.length !== BLOCK_BYTES || block.toString('latin1', 0, POSITION_AT) !== MAGIC) return null;
  if (checksum(block) !== block.toString('hex', CHECKSUM_AT)) return null;
  return { position: Number(block.readBigUInt64BE(POSITION_AT)), hash: block.toString('hex', HASH_AT, CHECKSUM_AT) };
}

export class WatermarkWriter {
  private readonly block = Buffer.alloc(BLOCK_BYTES);
  private readonly handle: number;

  constructor(file: string) {
    this.block.write(MAGIC, 'latin1');
    this.handle = openExisting(file) ?? openSync(file, 'w', FILE_MODE);
  }

  write(end: LogEnd): void {
    this.block.writeBigUInt64BE(BigInt(end.position), POSITION_AT);
    this.block.write(end.hash, HASH_AT, 'hex');
    this.block.write(checksum(this.block), CHECKSUM_AT, 'hex');
    const written = writeSync(this.handle, this.block, 0, BLOCK_BYTES, 0);
    if (written !== BLOCK_BYTES) throw new Error(`only ${written} of ${BLOCK_BYTES} bytes of the watermark were written: the disk is full`);
  }

  /** On an orderly end the watermark is made durable as well. */
  close(): void {
    fsyncSync(this.handle);
    closeSync(this.handle);
  }
}

/** Without truncating it: a crash right after the start must not lose the old watermark. */
function openExisting(file: string): number | null {
  try {
    return openSync(file, 'r+');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function checksum(block: Buffer): string {
  return digest('sha256', block.subarray(0, CHECKSUM_AT), 'hex').slice(0, 2 * (BLOCK_BYTES - CHECKSUM_AT));
}
