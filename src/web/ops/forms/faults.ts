/** What is wrong with one field of a form, in the form in which the node says it, and the one fault that the page finds by itself. */
export interface FieldFault {
  /** Into the body. */
  readonly pointer: string;
  readonly message: string;
}

export const IS_PAST = 'must not be past';
