import { test } from 'uvu';
import assert from 'node:assert/strict';
import { metric, metricsOf, parseMetrics } from '../../../bench/support/node-metrics.js';
import { NodeProcess, temporaryDataDir } from '../../../bench/support/node-process.js';

test('metrics without labels are read, whatever stands around them', () => {
  const text = '# HELP a_total Of a.\n# TYPE a_total counter\na_total 3\nb_seconds{route="x"} 4\nc_bytes 1.5e+3\n';
  assert.deepEqual(
    [...parseMetrics(text)],
    [
      ['a_total', 3],
      ['c_bytes', 1_500],
    ],
  );
  assert.throws(() => metric(parseMetrics(text), 'd'), /no metric d/);
});

test('a node says how late its event loop is and how much memory it has', async () => {
  const data = await temporaryDataDir();
  const node = await NodeProcess.start({ dataDir: data.path });
  try {
    const metrics = await metricsOf(node);
    assert.ok(metric(metrics, 'process_resident_memory_bytes') > 0);
    assert.ok(metric(metrics, 'nodejs_eventloop_lag_p99_seconds') >= 0);
  } finally {
    await node.kill();
    await data.remove();
  }
});

test.run();
