/** Asterisks of the same shape: white space stays, so that the layout does. */
export function maskText(text: string): string {
  return text.replace(/\S/g, '*');
}
