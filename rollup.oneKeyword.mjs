/**
 * Writes `let` for every `const` of the finished chunks: what is alike packs better, and terser joins what stands side by
 * side. Nothing else changes, because TypeScript has seen to it that no constant is assigned to. Spaces make up for the
 * letters, so that the source maps stay true.
 */
export function oneKeyword() {
  return {
    name: 'one-keyword',
    renderChunk(code) {
      const starts = [];
      visit(this.parse(code), (node) => {
        if (node.type === 'VariableDeclaration' && node.kind === 'const') starts.push(node.start);
      });
      let text = '';
      let end = 0;
      for (const start of starts.sort((a, b) => a - b)) {
        text += code.slice(end, start) + 'let'.padEnd('const'.length);
        end = start + 'const'.length;
      }
      return { code: text + code.slice(end), map: null };
    },
  };
}

function visit(node, look) {
  if (typeof node.type === 'string') look(node);
  for (const part of Object.values(node)) if (typeof part === 'object' && part !== null) visit(part, look);
}
