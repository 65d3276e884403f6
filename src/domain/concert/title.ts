/** What a concert may be called. */
import { TITLE_LENGTH_MAX } from './protocol.js';

/** What is wrong with the title (already trimmed); empty when nothing. Length counts characters, as JSON schemas do. */
export function checkTitle(title: string): readonly { readonly pointer: string; readonly message: string }[] {
  const length = [...title].length;
  if (title.trim() !== '' && length <= TITLE_LENGTH_MAX) return [];
  return [{ pointer: '/title', message: `must have 1 to ${TITLE_LENGTH_MAX} characters, not only blanks` }];
}
