/**
 * Whether a name says that what it names is a secret: of a field, of a key in data, of a parameter. Long words count wherever
 * they stand, whatever separates their parts; short ones only as a whole word, since `pin` is in `shipping`.
 */
export function isSecretName(name: string): boolean {
  // Most fields have but some of the names that they may have.
  if (name === '') return false;
  const start = name.slice(0, LENGTH_MAX);
  if (ANYWHERE.test(start.replace(/[^a-z]/gi, ''))) return true;
  return WORD.test(start.replace(/([a-z\d])(?=[A-Z])/g, '$1 '));
}

const LENGTH_MAX = 200;
const ANYWHERE =
  /passw|pass(?:phrase|code)|token|authori[sz]ation|credential|(?:api|private|access)key|clientsecret|[cx]srf|sessionid|c(?:redit)?cardn|ccnum|(?:security|verification)code|onetime/i;
const WORD =
  /(?:^|[^a-z])(?:pass|pwd|auth|bearer|jwt|pin|t?otp|mfa|cvv2?|cvc2?|csc|ssn|iban|secrets?|cookies?|card[^a-z]?(?:number|num|no))(?![a-z])/i;
