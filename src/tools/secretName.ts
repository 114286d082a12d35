/**
 * Whether a name says that what it names is a secret: of a field, of a key in data, of a parameter. Names are taken apart at
 * `_`, `-`, blanks and capitals, so that `userPassword` and `card-pin` are, `shipping` and `passenger` are not.
 */
export function isSecretName(name: string): boolean {
  return SECRET.test(name.slice(0, LENGTH_MAX).replace(/([a-z\d])([A-Z])/g, '$1 $2'));
}

const LENGTH_MAX = 200;
const SECRET =
  /(?:^|[^a-z])(?:pass(?:word|wort|code|phrase|wd)?|pwd|passwd|pin|otp|totp|mfa|cvv2?|cvc2?|csc|ssn|iban|(?:access|id|auth)?tokens?|secrets?|auth(?:orization|orisation)?|cookies?|credentials?|session[ _-]?id|api[ _-]?keys?|private[ _-]?key|card[ _-]?(?:number|no|num|nr)|(?:security|one[ _-]?time|verification)[ _-]?code|social[ _-]?security)(?![a-z])/i;
