/** Apart from what reads keys: whoever only tells an operator about it need not load the library for them. */

/** The keys cannot be had, or are none. The message is one line and says where and why. */
export class KeysUnusable extends Error {
  override readonly name = 'KeysUnusable';
}
