import type { Worker } from 'node:worker_threads';

/** The first thing a worker thread says; rejects when it ends without a word. The type is the caller's knowledge. */
export function firstMessage<Message>(worker: Worker): Promise<Message> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended before it answered')));
  });
}
