/** What this service is called and allows, asked once per page. */
import { signal } from '@preact/signals';
import { api, outcome } from './client.js';
import { success } from './problems.js';
import type { Outcome } from './problems.js';
import { withRetries } from './retries.js';
import type { Service } from './types.js';

/** null until the node has said it. */
export const service = signal<Service | null>(null);
let asking: Promise<Outcome<Service>> | null = null;

export function loadService(): Promise<Outcome<Service>> {
  if (service.value !== null) return Promise.resolve(success(service.value));
  asking ??= withRetries(() => outcome<Service>(api.GET('/api/v1/service'))).then((answer) => {
    asking = null;
    if (answer.ok) service.value = answer.value;
    return answer;
  });
  return asking;
}
