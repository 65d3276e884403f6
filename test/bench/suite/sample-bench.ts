/** The command as it runs, with the sample rows instead of the real ones. Its first argument is the root of the tree that it publishes to. */
import { startBench } from '../../../bench/suite/start.js';
import { SAMPLE_ROWS } from './sample-rows.js';

const [root] = process.argv.splice(2, 1);
await startBench(SAMPLE_ROWS, root ?? '');
