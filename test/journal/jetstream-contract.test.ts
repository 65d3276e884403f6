import { contractOnJetStream } from './jetstream-contract-lanes.js';

contractOnJetStream(1);
