/** The processes a server has started, looked up in /proc. */
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const GONE_POLL_MS = 10;
const GONE_MS_MAX = 10_000;

export async function childrenOf(parent: number): Promise<readonly number[]> {
  const entries = await readdir('/proc');
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const statuses = await Promise.all(pids.map(statusOf));
  return pids.filter((_, at) => statuses[at]?.parent === parent);
}

/** kill -9; resolves when none of them runs any more. */
export async function killAndWait(pids: readonly number[]): Promise<void> {
  for (const pid of pids) kill(pid);
  const deadline = performance.now() + GONE_MS_MAX;
  for (;;) {
    const states = await Promise.all(pids.map(statusOf));
    // Dead but not yet buried counts: whoever inherited it may take its time.
    if (states.every((status) => status === null || status.state === 'Z')) return;
    if (performance.now() > deadline)
      throw new Error(`Processes ${pids.join(', ')} still run ${GONE_MS_MAX / 1000} s after they were killed.`);
    await sleep(GONE_POLL_MS);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

interface ProcessStatus {
  readonly state: string;
  readonly parent: number;
}

/** null when there is no such process. */
async function statusOf(pid: number): Promise<ProcessStatus | null> {
  // The name of the program stands in brackets and may hold anything, so what follows is counted from the last one.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const [state, parent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || parent === undefined ? null : { state, parent: Number(parent) };
}
