/** What a concert may be, with its waiting room. */
import type { QueueSettings } from '../queue/protocol.js';
import { checkSettings } from '../queue/settings.js';
import type { FieldError } from '../refusals.js';
import { isShowable } from '../text.js';
import { TITLE_LENGTH_MAX } from './protocol.js';

/** What is wrong with the title (already trimmed) and the settings; empty when nothing. */
export function checkConcert(title: string, queue: QueueSettings): FieldError[] {
  const errors = checkSettings(queue).map((error) => ({ ...error, pointer: `/queue${error.pointer}` }));
  if (isShowable(title, TITLE_LENGTH_MAX)) return errors;
  const message = `must have 1 to ${TITLE_LENGTH_MAX} characters, not only blanks, and no control characters`;
  return [{ pointer: '/title', message }, ...errors];
}
