/** What is printed at the first start: the only place where the generated password ever stands, so it must be seen. */
export function passwordNotice(password: string): string {
  const lines = [
    `The operator's password: ${password}`,
    'It is shown this once. Note it now; change it in the console.',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '='.repeat(width + 4);
  return ['', rule, ...lines.map((line) => `  ${line}`), rule, ''].join('\n');
}
