/** A process with a server of its own that never ends by itself; it writes the server's process id, and whether it stands still. For the test that kills it. */
import { NatsServers } from '../../bench/support/nats/nats-servers.js';

const servers = await NatsServers.start({ servers: 1 });
if (process.argv[2] === 'paused') servers.pause(0);
process.stdout.write(`${servers.pid(0)}\n`);
