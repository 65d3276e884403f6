/** `npm run bench`: measures Frontrow against references and judges the ratios. Exit codes are in suite/options.ts. */
import { fileURLToPath } from 'node:url';
import { ROWS } from './suite/registry.js';
import { startBench } from './suite/start.js';

await startBench(ROWS, fileURLToPath(new URL('../../', import.meta.url)));
