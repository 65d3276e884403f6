/** What a concert may be called. */
import type { FieldError } from '../refusals.js';
import { isShowable } from '../text.js';
import { TITLE_LENGTH_MAX } from './protocol.js';

/** What is wrong with the title (already trimmed); empty when nothing. */
export function checkTitle(title: string): readonly FieldError[] {
  if (isShowable(title, TITLE_LENGTH_MAX)) return [];
  return [{ pointer: '/title', message: `must have 1 to ${TITLE_LENGTH_MAX} characters, not only blanks, and no control characters` }];
}
