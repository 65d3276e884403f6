/** The other side of generator.ts: what every process of a closed-loop generator does with what it is told. */
import { assertNever } from '../../src/domain/decider.js';
import type { FromGeneratorProcess, LoadReport, ToGeneratorProcess } from './generator-messages.js';

/**
 * @param prepare Everything that is not to be measured.
 * @param run Rejects at the first answer that is not as expected.
 */
export function serveLoad<Plan, Prepared>(
  prepare: (plan: Plan) => Prepared | Promise<Prepared>,
  run: (prepared: Prepared) => Promise<LoadReport>,
): void {
  let prepared: { readonly plan: Prepared } | null = null;
  const tell = (message: FromGeneratorProcess): void => void process.send?.(message);
  const obey = async (message: ToGeneratorProcess<Plan>): Promise<void> => {
    switch (message.kind) {
      case 'prepare':
        prepared = { plan: await prepare(message.plan) };
        tell({ kind: 'prepared' });
        return;
      case 'go':
        if (prepared === null) throw new Error('told to go before it was told where');
        tell({ kind: 'done', report: await run(prepared.plan) });
        return;
      default:
        assertNever(message);
    }
  };
  process.on('message', (message: ToGeneratorProcess<Plan>) => {
    obey(message).catch((error: unknown) => {
      tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
  });
  // Whoever wanted the figures is gone.
  process.on('disconnect', () => process.exit());
}
