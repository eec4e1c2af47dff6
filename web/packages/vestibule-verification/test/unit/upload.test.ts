import { describe, expect, it } from 'vitest';
import { backoffMs, presignedForm } from '../../src/upload.js';

describe('uploading', () => {
  it('puts the policy first and the file last, as the bucket insists', () => {
    const form = presignedForm({ key: 'k', policy: 'p' }, new Blob(['x'], { type: 'image/png' }));
    expect([...form.keys()]).toEqual(['key', 'policy', 'file']);
  });
  it('waits longer after each failure, never above eight seconds, and spreads clients', () => {
    expect([0, 1, 2, 10].map((n) => backoffMs(n, () => 1))).toEqual([500, 1000, 2000, 8000]);
    expect(backoffMs(3, () => 0)).toBe(0);
  });
});
