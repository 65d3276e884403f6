/** The words of bench/README.md that do not depend on what was measured. */
import { PAIRS_MIN } from './options.js';

export const METHOD = `# Benchmarks

*Written by the suite from [results.json](results.json); change the suite, not this page.*

Frontrow keeps its seats in the memory of actors and answers only when what it says is on disk. The reason for that shape is speed without giving up
exactness, and this suite holds it to that: what does a hold, a look at the seats, a place in line or a whole purchase cost, compared with a web server that
does nothing, a disk that only writes, and a database doing the same work?

## Goals

- **Near what physics allows.** The first references are bare: Fastify with the same schemas, body, headers and logger that only echoes, @grpc/grpc-js with the
  same protocol buffers that only answers, SQLite that only inserts the same bytes. What is missing to 1.0 is the price of tickets, rules and durability together.
- **Honest against the alternatives.** The same hold on PostgreSQL and on Redis, written as somebody would who knows them well: pools, prepared statements,
  pipelining, tuned, and durable as ours is.
- **Many nodes for little more.** What a node forwards, what three NATS servers keep and what more nodes have to tell each other costs a known multiple of what
  one node does alone; a node that dies, comes or goes costs its fans seconds, or nothing that they notice.
- **Flat.** The hundred-thousandth seat, the ten-thousandth schedule and the millionth fan cost what the first ones did: in time, and in memory.
- **Upright under stress.** Starting on a large journal, taking a snapshot, telling ten thousand readers of every change, or being asked for twice of what one
  can bear must neither stall the sale nor make it lie.

## Non-goals

- Absolute numbers are no promise. They belong to the machine named below; the ratios are what to compare, between commits and between machines.
- No comparison of frameworks. Fastify is the reference because Frontrow stands on it; how fast others are is for others to say.
- No search for the settings with the best figure. The node runs as shipped, only at log level \`warn\`, without the demo catalogue, and without the rate limit,
  which would take a whole benchmark for one client; closed loops run with a second as the target of load shedding, so that a busy machine makes
  the node slow and not refuse.
- No network. Everything talks over loopback, so latencies are those of the programs.

## Method

- **Every figure is a ratio against a reference measured in the same run**, turn by turn: ours, reference, ours, reference, at least ${PAIRS_MIN} pairs.
  Neighbours are compared with each other, so what the machine does meanwhile falls out. Shown are the smallest, the median and the largest of the ratios; the
  median is judged. What has no counterpart, such as memory or a stall, stands for itself.
- **Fresh processes.** Each trial starts its server anew on an empty directory and warms it, as it does the reference. The generator
  ([autocannon](https://github.com/mcollina/autocannon); over gRPC bare @grpc/grpc-js) is a process of its own, with its requests ready. No pipelining,
  unless a row says so.
- **Only durable answers count.** SQLite runs with \`synchronous=FULL\`, PostgreSQL with \`synchronous_commit=on\`, Redis with \`appendfsync always\`, NATS
  with \`sync_interval: always\` on three servers. An answer that comes before its record is flushed would be a wrong one.
- **At least 10,000 distinct users** with tokens of their own, so that no cache of the last caller looks like speed.
- **The books are audited after every trial**: every acknowledged hold is in the event log, no seat has two owners, all money is accounted for. A status that
  nobody expected, or books that do not add up, fail the run. A goal that is missed does not: it stays in the table with what holds it back.
- **CPU beside speed.** Requests per second on a small machine measure the generator as well, which competes for the cores. So each HTTP and gRPC row also tells the
  CPU microseconds per request of all threads and processes that serve, a database's too: that ratio is what a larger machine will show. Where the generator was
  the limit (over 90 % of its core), the row says so.

## Run it

\`\`\`sh
npm run bench                                  # everything, as published; leave the machine alone meanwhile
npm run bench -- --list                        # names of the rows
npm run bench -- --only hold-hot --pairs 9     # one row, looked at more closely
npm run bench -- --smoke                       # everything once and small: does it still work?
\`\`\`

A run prints the table and writes \`artefacts/bench/results.json\` and \`artefacts/bench/report.html\`, a page with every sample drawn. At full scale it also
replaces the published figures of the rows it ran, in \`bench/results.json\` and on this page. Rows that need PostgreSQL, Redis or NATS start them by themselves, on
loopback, with their data in a directory that is removed afterwards; where a row lacks something, the run says how to get it and goes on.

## How to read a row

*Ours* and *Reference* are medians, with their unit. *min / median / max* are those of the ratios ours / reference, pair by pair; where there is no reference,
those of ours itself. A goal with ≥ wants much of something (requests per second), one with ≤ wants little (time, CPU, memory). A wide span from min to max
means that the machine was busy with something else: do not trust the second digit. Figures without a goal are there to explain the others.`;
