/**
 * Names whose values are never recorded, whatever a rule says. Compared without regard to case and separators: `newPassword`,
 * `new_password` and `NEW-PASSWORD` are one. Long words count wherever they stand in a name, short ones only as a whole word,
 * since `pin` is in `shipping`.
 */
const ANYWHERE =
  /passw|passphrase|passcode|secret|token|authoriz|authentic|apikey|privatekey|accesskey|credential|cookie|csrf|xsrf|sessionid|jsessionid|cardn|creditcard|ccnum|securitycode|verificationcode|iban|onetime/;
const WORDS = new Set(
  'pass pwd auth bearer jwt sid card pan cvv cvv2 cvc cvc2 csc cid ssn pin otp totp mfa tan signature sig nonce'.split(
    ' ',
  ),
);

export function isSecretKey(key: string): boolean {
  // No name of a field is that long; what is may be anything.
  if (key.length > 200) return true;
  if (ANYWHERE.test(key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))) return true;
  const words = key.replace(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ').toLowerCase();
  return words.split(/[^\p{L}\p{N}]+/u).some((word) => WORDS.has(word) || WORDS.has(word.replace(/s$/, '')));
}

/** Two names that differ in case and separators only are the same. */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
