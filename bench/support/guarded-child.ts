/**
 * Programs that must not outlive us. We may end in ways that run no handler (kill -9, out of memory), so a small shell stands guard: it reads a pipe that only
 * we hold open, and when that closes, however it came about, it kills the program.
 *
 * The shell starts this watcher in the background and then becomes the program (`exec`), so the child's process id, signals and exit status are the program's
 * own. The child's stdin must be a pipe, which nobody writes to; the program itself reads nothing.
 */

/**
 * The watcher kills only while the program is its parent, for the process id of one that has ended may be another's by then. Where there is no /proc to tell,
 * it trusts the id.
 */
const SCRIPT = `
exec 3<&0
{
  cat <&3
  read -r _ _ _ parent _ </proc/self/stat
  [ "\${parent:-$$}" = "$$" ] && kill -9 "$$"
} >/dev/null 2>&1 &
exec "$@" 3<&- </dev/null
`;

export interface GuardedCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** What to spawn, with `stdio: ['pipe', …]`, instead of the command itself. */
export function guarded(command: string, args: readonly string[]): GuardedCommand {
  return { file: 'sh', args: ['-c', SCRIPT, 'guard', command, ...args] };
}
