/** What people may call things: it must be possible to show it, and to tell it from nothing. */

/** Control characters, and halves of characters. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}]/u;

/** 1 to `lengthMax` characters (counted as JSON schemas do), not only blanks, none of them unshowable. */
export function isShowable(text: string, lengthMax: number): boolean {
  return text.trim() !== '' && [...text].length <= lengthMax && !UNSHOWABLE.test(text);
}
