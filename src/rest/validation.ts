/** How requests are checked against their schemas: nothing is converted, nothing is dropped, and every fault is named with a pointer. */
import type { FastifySchemaValidationError } from 'fastify';
import { refuse } from '../domain/refusals.js';
import type { FieldError, Refusal } from '../domain/refusals.js';

/** Faults named in one answer; the rest is left out, so that a hostile body cannot make a large answer. */
const FIELD_ERRORS_MAX = 20;

export const AJV_OPTIONS = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  allErrors: true,
} as const;

export function refusalOfValidation(errors: readonly FastifySchemaValidationError[]): Refusal {
  return refuse('VALIDATION_FAILED', { errors: errors.slice(0, FIELD_ERRORS_MAX).map(fieldError) });
}

/** Messages name what is wanted and never repeat what was sent. */
function fieldError({ instancePath, keyword, params, message }: FastifySchemaValidationError): FieldError {
  switch (keyword) {
    case 'additionalProperties':
      return { pointer: `${instancePath}/${escaped(params['additionalProperty'])}`, message: 'unknown field' };
    case 'required':
      return { pointer: `${instancePath}/${escaped(params['missingProperty'])}`, message: 'required' };
    case 'enum':
      return { pointer: instancePath, message: `must be one of ${String(params['allowedValues'])}` };
    default:
      return { pointer: instancePath, message: message ?? 'not valid' };
  }
}

const NAME_LENGTH_MAX = 100;

function escaped(name: unknown): string {
  return String(name).slice(0, NAME_LENGTH_MAX).replaceAll('~', '~0').replaceAll('/', '~1');
}
