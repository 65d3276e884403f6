/** Many shows on sale at once: what is gained by taking many holds of one show in one turn is lost, and must not cost much. */
import type { Row } from '../suite/row.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import { TRIAL_NOTE } from '../support/trial.js';
import { HOLD_SIZES } from './hold-loads.js';
import { hotTrial, spreadTrial } from './hold-trials.js';
import { TRIED_ON_HOLDS } from './tried.js';

const REQUESTS_RATIO_MIN = 0.8;

export const holdSpread: Row = {
  name: 'hold-spread',
  title: `Hold, spread over ${HOLD_SIZES.full.schedules.toLocaleString('en')} schedules`,
  ours: 'POST /api/v1/reservations, each to the next schedule',
  reference: 'the same holds on one hot schedule',
  tried: TRIED_ON_HOLDS,
  missing: () => Promise.resolve(null),
  run: async (context) => {
    const pairs = await runPairs(context, {
      ours: (index) => spreadTrial(context, index),
      reference: (_ours, index) => hotTrial(context, index),
    });
    return {
      figures: figuresOf(pairs, { requestsPerSecond: { comparison: '>=', value: REQUESTS_RATIO_MIN } }),
      notes: [TRIAL_NOTE, ...notesOf(pairs)],
    };
  },
};
