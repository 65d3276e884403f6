/** What a concert may be called. */
import type { FieldError } from '../refusals.js';
import { TITLE_LENGTH_MAX } from './protocol.js';

/** Control characters, and halves of characters. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}]/u;

/** What is wrong with the title (already trimmed); empty when nothing. Length counts characters, as JSON schemas do. */
export function checkTitle(title: string): readonly FieldError[] {
  const length = [...title].length;
  if (title.trim() !== '' && length <= TITLE_LENGTH_MAX && !UNSHOWABLE.test(title)) return [];
  return [{ pointer: '/title', message: `must have 1 to ${TITLE_LENGTH_MAX} characters, not only blanks, and no control characters` }];
}
