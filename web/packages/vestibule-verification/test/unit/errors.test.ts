import { describe, expect, it } from 'vitest';
import { asVerificationError, ERRORS, fromHttp, VerificationError } from '../../src/errors.js';
import { en } from '../../src/i18n/en.js';

describe('faults', () => {
  it('have a sentence for people each', () => {
    for (const code of Object.keys(ERRORS)) expect(en).toHaveProperty([`error.${code}`]);
  });

  it.each([
    [401, {}, 'not_signed_in'],
    [413, {}, 'file_too_large'],
    [415, {}, 'file_type'],
    [429, {}, 'rate_limited'],
    [429, { code: 'liveness_locked' }, 'liveness_locked'],
    [409, { code: 'session_expired' }, 'session_expired'],
    [400, { code: 'image_unreadable' }, 'file_unreadable'],
    [409, { code: 'verification_closed' }, 'request_refused'],
    [503, {}, 'server_error'],
  ])('HTTP %i %j is %s', (status, problem, code) => {
    expect(fromHttp(status, problem).code).toBe(code);
  });

  it('keep their cause and say who can do something', () => {
    const cause = new Error('x');
    const fault = new VerificationError('camera_denied', { cause });
    expect(fault).toMatchObject({ cause, category: 'camera', retryable: true });
    expect(asVerificationError(fault)).toBe(fault);
    expect(asVerificationError(cause)).toMatchObject({ code: 'server_error', cause });
  });
});
