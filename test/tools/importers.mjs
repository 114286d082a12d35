/**
 * Which files import which package, by the text of their sources.
 * @param {{ path: string, text: string }[]} files
 * @param {string[]} packages
 * @param {string[]} sides folders of programs of their own
 * @returns {{ side: string, name: string, importers: string[] }[]} packages with more than one importing file in a side
 */
export function findScattered(files, packages, sides) {
  return sides.flatMap((side) => {
    const own = files.filter((file) => file.path.startsWith(`${side}/`));
    return packages
      .map((name) => ({
        side,
        name,
        importers: own.filter((file) => imports(file.text, name)).map((file) => file.path),
      }))
      .filter(({ importers }) => importers.length > 1);
  });
}

/** Types alone count too: a file that names a library's types has to change with the library. */
function imports(text, name) {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:from|import|import\\()\\s*['"]${quoted}(?:/[^'"]*)?['"]`).test(text);
}
