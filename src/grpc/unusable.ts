/** Why the gRPC API cannot be offered as it is configured. */

/** The message says in one line which setting is meant and what is wrong. */
export class GrpcUnusable extends Error {
  override readonly name = 'GrpcUnusable';
}

/** Of what the system or a library threw, in a word where there is one. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
