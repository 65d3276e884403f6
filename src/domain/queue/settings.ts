/** What a waiting room may be set to. */
import type { FieldError } from '../refusals.js';
import type { QueueSettings } from './protocol.js';

export const ACTIVE_TOKENS_MAX = 1_000_000;
/** A week: beyond it a time-out is no time-out. */
export const TIMEOUT_SECONDS_MAX = 604_800;

/** What is wrong with the settings, with pointers into them; empty when nothing. */
export function checkSettings(settings: QueueSettings): readonly FieldError[] {
  return [
    ...checkWhole('/maxActive', settings.maxActive, ACTIVE_TOKENS_MAX),
    ...checkWhole('/activeTimeoutSeconds', settings.activeTimeoutSeconds, TIMEOUT_SECONDS_MAX),
    ...checkWhole('/waitingTimeoutSeconds', settings.waitingTimeoutSeconds, TIMEOUT_SECONDS_MAX),
    ...checkWhole('/sessionSeconds', settings.sessionSeconds, TIMEOUT_SECONDS_MAX),
  ];
}

/** The settings with some of them replaced; members that are no settings are dropped. */
export function withChanges(settings: QueueSettings, changes: Partial<QueueSettings>): QueueSettings {
  return {
    maxActive: changes.maxActive ?? settings.maxActive,
    activeTimeoutSeconds: changes.activeTimeoutSeconds ?? settings.activeTimeoutSeconds,
    waitingTimeoutSeconds: changes.waitingTimeoutSeconds ?? settings.waitingTimeoutSeconds,
    sessionSeconds: changes.sessionSeconds ?? settings.sessionSeconds,
  };
}

export function sameSettings(one: QueueSettings, other: QueueSettings): boolean {
  return (
    one.maxActive === other.maxActive &&
    one.activeTimeoutSeconds === other.activeTimeoutSeconds &&
    one.waitingTimeoutSeconds === other.waitingTimeoutSeconds &&
    one.sessionSeconds === other.sessionSeconds
  );
}

function checkWhole(pointer: string, value: number, maximum: number): readonly FieldError[] {
  if (Number.isInteger(value) && value >= 1 && value <= maximum) return [];
  return [{ pointer, message: `must be a whole number from 1 to ${maximum}` }];
}
