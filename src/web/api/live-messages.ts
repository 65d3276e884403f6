/** What comes over a live connection, and how that stands. */

/** `connecting`: for a moment, what is shown is the last that was heard. `offline`: nothing gets through, not even by polling. */
export type Connection = 'connecting' | 'live' | 'polling' | 'offline';

export type Message = Readonly<Record<string, unknown>> & { readonly type: string };
