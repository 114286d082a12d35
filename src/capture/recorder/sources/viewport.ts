import { observe } from '../../observe.ts';
import type { Source, SourceScope } from '../source.ts';
import { createMarks } from './marks.ts';

const VIEWPORT_RESIZE = 4;

/** How large the page's window is. */
export function startViewport(scope: SourceScope): Source {
  const { window } = scope;
  let last = '';
  const marks = createMarks<Node>(scope, () => {
    const { innerWidth: width, innerHeight: height } = window;
    const size = `${width} ${height}`;
    if (size === last) return [];
    last = size;
    return [{ source: VIEWPORT_RESIZE, width, height }];
  });
  return {
    ...marks,
    watch: (root) =>
      root === window.document
        ? observe(scope, window, ['resize'], () => {
            marks.add(root);
            scope.want();
          })
        : { stop: () => undefined },
  };
}
