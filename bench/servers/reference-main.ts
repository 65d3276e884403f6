/** The process of a reference server: its options are its one argument. It ends when it is killed. */
import { pino } from 'pino';
import type { ReferenceOptions } from './reference-options.js';
import { READY_PREFIX } from './reference-options.js';
import { buildReference } from './reference-app.js';

/** Of our node as it is measured. */
const LOG_LEVEL = 'warn';

const options = JSON.parse(process.argv[2] ?? '{}') as ReferenceOptions;
const logger = pino({ level: LOG_LEVEL, base: null }, pino.destination({ fd: 2, sync: false }));
const app = await buildReference(options, logger);
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${READY_PREFIX}${url}\n`);
