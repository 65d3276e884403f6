/** What a node says about itself on its ops port. */
import type { NodeProcess } from './node-process.js';

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*) (\S+)$/gm;

/**
 * All metrics without labels, by name. How late the event loop was is counted from the last time that anybody asked.
 * Throws when the node does not answer.
 */
export async function metricsOf(node: NodeProcess): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${node.opsUrl}/metrics`);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`the metrics were answered ${answer.status}: ${text}`);
  return parseMetrics(text);
}

export function parseMetrics(text: string): ReadonlyMap<string, number> {
  return new Map(Array.from(text.matchAll(SAMPLE), ([, name = '', value]) => [name, Number(value)]));
}

/** Throws when there is no such metric. */
export function metric(metrics: ReadonlyMap<string, number>, name: string): number {
  const value = metrics.get(name);
  if (value === undefined) throw new Error(`the node has no metric ${name}`);
  return value;
}
