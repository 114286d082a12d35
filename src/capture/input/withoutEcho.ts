const NO_WORD = /[^\p{L}\p{N}]+/gu;

/**
 * Messages quote what was typed ("'joe' is missing an '@'"): words that stand in one of the values go, however they are
 * punctuated there or here.
 */
export function withoutEcho(message: string, values: readonly string[]): string {
  const bare = (text: string) => text.toLowerCase().replace(NO_WORD, '');
  const typed = values.map(bare);
  return message
    .split(/([\s'"“”‘’«»„‚]+)/)
    .map((part) => {
      const word = bare(part);
      const isEcho = typed.some((value) => {
        if (word === '' || value === '') return false;
        // `user-joe-1` quotes `joe`; what is as short as `an` is in too many words.
        const isQuoted = value.length > 2 && word.includes(value);
        return word === value || isQuoted || (word.length > 1 && value.includes(word));
      });
      return isEcho ? '***' : part;
    })
    .join('');
}
