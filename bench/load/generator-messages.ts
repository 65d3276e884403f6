/** What a row and the process of a closed-loop generator say to each other, whatever it sends. */

export type ToGeneratorProcess<Plan> = { readonly kind: 'prepare'; readonly plan: Plan } | { readonly kind: 'go' };

/** What was seen from the first request sent to the last answer. */
export interface LoadReport {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of each answer, in the order they came. */
  readonly latenciesMs: Float64Array;
  /** How often each status came; empty where they are not told apart. */
  readonly statuses: Readonly<Record<string, number>>;
}

export type FromGeneratorProcess =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'done'; readonly report: LoadReport }
  | { readonly kind: 'failed'; readonly reason: string };
