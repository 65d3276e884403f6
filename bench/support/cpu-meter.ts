/**
 * What processes cost: CPU time of all threads, in microseconds, as the kernel counts it. Wall-clock figures move with whatever else the machine does; this
 * one hardly does. Only Linux says it about other processes; elsewhere the answer is null, not a guess.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Places after the command's closing bracket in /proc/PID/stat, see proc(5): the parent's id and the times, in clock ticks. */
const PARENT = 1;
const USER = 11;
const SYSTEM = 12;
const ENDED_CHILDREN_USER = 13;
const ENDED_CHILDREN_SYSTEM = 14;

/** A process with everything it has started: a database that serves each connection with a process of its own is measured as a whole. */
export type CpuScope = 'process' | 'tree';

interface ProcessTimes {
  readonly parent: number;
  readonly ownTicks: number;
  readonly endedChildrenTicks: number;
}

export const CPU_NOT_TO_BE_HAD = `CPU time of other processes is not to be had on ${process.platform}: only Linux says it.`;

export function canMeterCpu(): boolean {
  return process.platform === 'linux';
}

/**
 * CPU used since it was started, in microseconds; of a `tree` with all children, ended ones included. It grows in steps of a clock tick, 10 ms as a rule.
 * @returns null when the system does not say it. Throws when there is no such process.
 */
export function cpuMicrosecondsOf(pid: number, scope: CpuScope = 'process'): number | null {
  if (!canMeterCpu()) return null;
  const ticks = scope === 'process' ? timesOf(pid).ownTicks : ticksOfTree(pid);
  return (ticks * 1e6) / ticksPerSecond();
}

/** Takes the difference of two readings. */
export class CpuMeter {
  private startedAt: number | null = null;

  constructor(
    private readonly pid: number,
    private readonly scope: CpuScope = 'process',
  ) {}

  start(): void {
    this.startedAt = cpuMicrosecondsOf(this.pid, this.scope);
  }

  /** Microseconds since `start`; null when the system does not say it. */
  read(): number | null {
    const now = cpuMicrosecondsOf(this.pid, this.scope);
    return now === null || this.startedAt === null ? null : now - this.startedAt;
  }
}

/**
 * Takes the difference of two readings of several processes. One that has used less than a tick of the clock may come out as having used nothing; together they
 * count as one tick at least, so that there is something to compare with.
 */
export class CpuMeters {
  private readonly meters: readonly CpuMeter[];

  /** They begin at once. */
  constructor(pids: readonly number[]) {
    this.meters = pids.map((pid) => new CpuMeter(pid));
    for (const meter of this.meters) meter.start();
  }

  /** Microseconds since; null when the system does not say it. */
  read(): number | null {
    const read = this.meters.map((meter) => meter.read());
    const known = read.filter((microseconds) => microseconds !== null);
    if (known.length < read.length) return null;
    return Math.max(
      1e6 / ticksPerSecond(),
      known.reduce((sum, microseconds) => sum + microseconds, 0),
    );
  }
}

function ticksOfTree(root: number): number {
  const processes = new Map(everyPid().flatMap((pid) => withTimes(pid)));
  // A root that is not there must be said, not counted as nothing.
  processes.set(root, timesOf(root));
  let ticks = 0;
  for (const [pid, { ownTicks, endedChildrenTicks }] of processes) {
    if (descends(pid, root, processes)) ticks += ownTicks + endedChildrenTicks;
  }
  return ticks;
}

function descends(pid: number, root: number, processes: ReadonlyMap<number, ProcessTimes>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 0; at = processes.get(at)?.parent) if (at === root) return true;
  return false;
}

function everyPid(): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0);
}

/** Empty when the process ended meanwhile: then its parent counts it. */
function withTimes(pid: number): readonly (readonly [number, ProcessTimes])[] {
  try {
    return [[pid, timesOf(pid)]];
  } catch {
    return [];
  }
}

function timesOf(pid: number): ProcessTimes {
  return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** The command stands in brackets and may itself hold blanks and brackets, so fields are counted from the last bracket. */
export function parseStat(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (index: number): number => {
    const value = Number(fields[index]);
    if (fields[index] === undefined || !Number.isInteger(value)) throw new Error(`no line of /proc/PID/stat: ${stat}`);
    return value;
  };
  return {
    parent: field(PARENT),
    ownTicks: field(USER) + field(SYSTEM),
    endedChildrenTicks: field(ENDED_CHILDREN_USER) + field(ENDED_CHILDREN_SYSTEM),
  };
}

let knownTicksPerSecond: number | null = null;

function ticksPerSecond(): number {
  knownTicksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return knownTicksPerSecond;
}
