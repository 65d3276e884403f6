/**
 * Lets one set-up run at a time in a checkout. The lock is a symbolic link whose target is the holder's process id: making one is atomic and carries the id
 * at once, so nobody ever sees a lock without an owner. It is removed on every way out but SIGKILL; what that leaves is recognised by its dead owner.
 */
import { readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 100;
const waitMaxMs = 15 * 60_000;

/** Runs `work` while holding the lock at `path`; waits for another holder first and tells so through `say`. */
export async function oneAtATime(path, say, work) {
  await take(path, say);
  const release = () => rmSync(path, { force: true });
  const leave = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143);
  process.once('exit', release);
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    process.off('SIGINT', leave);
    process.off('SIGTERM', leave);
    release();
  }
}

async function take(path, say) {
  const giveUpAt = Date.now() + waitMaxMs;
  for (let told = false; !tryLink(path);) {
    const holder = holderOf(path);
    if (holder === null) continue;
    if (!isAlive(holder)) discard(path, holder);
    else if (!told) {
      say(`waiting for the set-up that process ${holder} is doing (if there is none, remove ${path})`);
      told = true;
    }
    if (Date.now() > giveUpAt) throw new Error(`gave up waiting for process ${holder}; if it does no set-up, remove ${path}*`);
    await sleep(pollMs);
  }
}

function tryLink(path) {
  try {
    symlinkSync(String(process.pid), path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path) {
  try {
    return Number(readlinkSync(path));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Removes the lock of a dead holder. Only who holds the lock beside it may do so, and looks again first: else a slower one that saw the same dead holder
 * would remove the lock that a faster one has taken meanwhile.
 */
function discard(path, deadHolder) {
  const beside = `${path}-discard`;
  if (!tryLink(beside)) return;
  if (holderOf(path) === deadHolder) rmSync(path, { force: true });
  rmSync(beside, { force: true });
}
