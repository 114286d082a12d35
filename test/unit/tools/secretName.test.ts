import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName } from '../../../src/tools/secretName.ts';

describe('names of secrets', () => {
  it.each([
    ...[
      'password',
      'userPassword',
      'NEW_PASSWORD',
      'passwort',
      'Passcode',
      'pass',
      'pwd',
      'pin',
      'cardPin',
      'card-pin',
    ],
    ...[
      'otp',
      'totpCode otp',
      'one-time-code',
      'oneTimeCode',
      'cvv',
      'CVC2',
      'csc',
      'ssn',
      'IBAN',
      'Your IBAN:',
      'token',
    ],
    ...['accessToken', 'csrf_token', 'csrfmiddlewaretoken', 'X-XSRF-Value', 'secret', 'client_secret', 'clientsecret'],
    ...[
      'authorization',
      'Authorisation',
      'auth',
      'api_key',
      'apikey',
      'X-Api-Key',
      'privateKey',
      'cookie',
      'sessionId',
    ],
    ...['card number', 'cardNumber', 'cardno', 'creditCardNumber', 'Security code', 'verificationCode', 'credentials'],
  ])('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    ...[
      'name',
      'email',
      'shipping',
      'passenger',
      'compass',
      'pinned',
      'opinion',
      'spin',
      'quantity',
      'author',
      'authors',
    ],
    ...['keyboard', 'cardboard', 'secretary', 'otpional', 'Card holder', 'discard', 'street', '', 'Please pay'],
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it('comes to an end with any name, and says nothing else the second time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (name) => {
        expect(isSecretName(name)).toBe(isSecretName(name));
        expect(isSecretName(`${name.slice(0, 100)} password`)).toBe(true);
      }),
    );
    expect(isSecretName('a-'.repeat(500_000))).toBe(false);
  });
});
