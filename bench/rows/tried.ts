/**
 * What was tried to bring rows that miss their goal closer to it, with what it brought; rows with one cause share a text. Figures are of builds in turns on one
 * machine, on the day they were taken, and say what a change is worth, not what the row shows today.
 */

/** Of every request, whatever it asks for. */
const EVERY_REQUEST: readonly string[] = [
  'Open requests in a linked list instead of a Map, whose outgrown tables kept every later request alive for the collector: a hold 67 to 71 µs of CPU before, 53 after, bare Fastify 28 beside it. Kept.',
  'Verified tokens found by ten characters of their signature instead of by their hash: 1.8 µs less; metrics counted in plain fields: 0.8 µs less; no async function on the way. Kept.',
  'A larger young generation (32, 64, 128 MB): nothing at 100 connections, a quarter more good answers under overload. 64 MB kept.',
];

/** Of whatever writes a record. */
const EVERY_RECORD: readonly string[] = [
  'Turns taken early, after 1, 4, 16 or 32 commands: worse each time, because every answer then wakes a sleeping generator (a write to a socket 9 µs before, 16 after).',
  'Deciding ahead, with up to four appends of a schedule under way: 0.98 times the requests when 32 commands wait, 1.14 when 16 do, in six rounds; both are within noise. The core carries 1.2 times as many. Kept with 32.',
  'Appends sent to the writer 8, 24 or 64 at a time instead of together: 1.16, 1.15 and 1.11 times the holds over 500 schedules. Kept with 32, between them.',
  'An early flush to an idle writer, the append queue flushed at once, JSON of events written by hand: no difference.',
];

export const TRIED_ON_HOLDS: readonly string[] = [
  'What is left is spread thin: beside Fastify’s own work two tokens, the rules, ids, a record with its hash, a message to the writer and back, the writer’s 6 µs. In a profile nothing but the write to the socket and the collector is above 4 %.',
  'All callers of a commit are answered together and come back together, so the node and the generator wait for each other: the main thread is idle for a fifth of the time.',
  ...EVERY_REQUEST,
  ...EVERY_RECORD,
];

export const TRIED_ON_READS: readonly string[] = [
  'The reference sends one buffer; we verify one or two tokens, ask an entity, and answer in its words. About 20 µs of the CPU are Fastify’s, as they are the reference’s.',
  'Servers that stand side by side and get bursts of 8,000 to 15,000 requests in turns differ by a tenth from process to process with the same code: 0.83, 0.83 and 0.93 times the requests of the echo for the poll, 0.88, 0.75 and 0.80 for the seats without changes beside them. What a change brings is compared with that.',
  'The queue not asked at all, the most that remembering its answers could bring, one process each: 0.61 instead of 0.83 for the poll, 0.74 with answers not counted either; 0.64 instead of 0.69 for the seats. No gain; perhaps because answers of one turn leave together, and these alone.',
  'Answers counted when they are handed over instead of when they were sent, and no logger of Fastify’s own, two listeners a request less: 0.85, 0.82 and 0.84 for the poll, 0.81, 0.90 and 0.80 for the seats. No difference; not kept.',
  'Without load shedding: 0.87 instead of 0.86.',
  ...EVERY_REQUEST,
];

export const TRIED_ON_SEATS: readonly string[] = [
  ...TRIED_ON_READS,
  'One durable map per schedule that all viewers share, at most 80 ms old, in which only what changed is spelled anew, instead of asking the schedule each time. With 50 seats, what is left is the token and Fastify. Kept.',
];

export const TRIED_ON_PURCHASES: readonly string[] = [
  'The reference answers four requests; a purchase writes eight records in four entities (a place in line, a hold, a charge; the payment’s begin, its debit, its commit, the end of the place, and that it ended) and signs a token.',
  ...EVERY_REQUEST,
  ...EVERY_RECORD,
  'One or two messages to the writer under way instead of four, since a tenth of the main thread is their posting: 1.04 and 0.95 times the purchases in the median of three rounds. No difference; not kept.',
  'Queue tokens remembered as verified when they are signed: 0.86 to 1.14 times the purchases in four rounds. No difference; not kept.',
  'Wallets with nothing in them that is not needed yet: 3.7 kB before, 2.0 to 2.4 after. Kept.',
];

export const TRIED_ON_THE_CORE: readonly string[] = [
  'Raw inserts are one thread with everything at hand. Ours decides in one thread and writes in another: a promise, an answer, ids, rules and columns for each command, its text copied between heaps, and two wake-ups for each commit.',
  'Deciding ahead, turns of 128 commands, four appends under way: 1.2 times the holds at 256 in flight on one schedule, 1.1 at 2,048. Turns of 64 or two under way: 0.93 to 1.16, because commits become small. Kept with 128 and four.',
  'Messages of 32, 64 or 128 appends that leave at once: in two rounds 1.8, 1.7 to 2.0 and 1.7 to 2.0 times the holds at 256 in flight on as many schedules; 1.4, 1.2 to 1.4 and 1.3 to 1.4 at 2,048. Before, everything in flight was decided, then everything was written. 32 kept, for small messages do better over HTTP.',
  'Transactions of at most 512 records instead of 4,096: 1.87 instead of 1.66 times, for the same reason. Kept.',
  'Spread over 2,048 schedules the CPU is memory’s: the collector takes 13 %, look-ups of users and columns that are in no cache 20 %.',
];

export const TRIED_ON_RECOVERY: readonly string[] = [
  'The thread that replays is never idle while the one that reads is for more than half of the time, so pages further ahead would bring nothing. JSON.parse takes a fifth of it.',
  'A schedule’s own id compared instead of read, suffixes read once, ids added with one look-up instead of three: 2.08 s instead of 2.43 in eight rounds. Kept.',
  'The hash of an id beside its row in the look-up, one place in memory instead of two: 2.38 s instead of 2.43 in five rounds. Not kept.',
  'A young generation of 1, 4, 16 or 64 MB: 2.56, 2.41, 2.23 and 2.16 s in three rounds. 64 MB kept.',
];

export const TRIED_ON_OVERLOAD: readonly string[] = [
  'Refusing has its price: to read a request and to write the answer takes about 20 µs with Node’s HTTP, a hold on one core 70. At twice the sustainable rate that alone leaves 0.64 of the goodput; it would take refusals of 7 µs to leave 0.9.',
  'On a connection that was refused something, plain requests are refused before they are parsed: half the price. Kept.',
  'A larger young generation, since more requests are in memory at once and outlive its collections: 9,600 instead of 7,700 good answers a second at 20,000 asked. Kept.',
  'Snapshots one at a time, by a thread that yields: twenty schedules took theirs at once. Kept.',
  'With 1,000 connections instead of 5,000 the line stands in the generator, where no shedder can see it, and answers come after seconds.',
];

export const TRIED_ON_GRPC_HOLDS: readonly string[] = [
  'The echo answers a message; ours also knows the service by its key, verifies the queue token, asks the queue, decides, hashes and writes a record, and sends it to the writer and back. What gRPC itself costs is the same for both. In a profile nothing but the collector (9 %), native code (8 %) and the messages to the writer (7 %) is above 3 %.',
  'Two messages to the writer under way instead of four: 0.88, 1.05 and 0.98 times the CPU per call in three rounds; one: 1.31, 1.24 and 1.15. Four kept.',
  'Service keys not checked at all, the most that remembering them could bring: 0.91, 0.80 and 1.05 times. Within noise; they are checked.',
  'Calls neither counted nor timed: 0.78, 0.87 and 1.21 times. Within noise; they are.',
];

export const TRIED_AGAINST_PEERS: readonly string[] = [
  'Ours and the peer both stand on Fastify, and the goals are multiples of the peer’s rate: three times an UPDATE (5,800/s hot, 6,400/s spread), ten times a row lock (2,600/s hot, 3,800/s spread) or one and a half times Redis (14,500/s hot, 13,900/s spread) is 17,000 to 38,000 holds a second, where a bare echo gives 20,000 to 24,000 on these two cores, the generator’s included. Per CPU-second the distance is larger.',
  ...EVERY_REQUEST,
  ...EVERY_RECORD,
];
