import { observe } from '../../observe.ts';
import type { Source, SourceScope } from '../source.ts';

const VIEWPORT_RESIZE = 4;

/** How large the page's window is. */
export function startViewport(scope: SourceScope): Source {
  const { window, want } = scope;
  let isMarked = false;
  let last = '';
  const clear = () => {
    isMarked = false;
    last = '';
  };
  return {
    watch: (root) =>
      root === window.document
        ? observe(scope, window, ['resize'], () => {
            isMarked = true;
            want();
          })
        : { stop: () => undefined },
    take() {
      if (!isMarked) return [];
      isMarked = false;
      const { innerWidth: width, innerHeight: height } = window;
      const size = `${width} ${height}`;
      if (size === last) return [];
      last = size;
      return [{ source: VIEWPORT_RESIZE, width, height }];
    },
    isDone: () => !isMarked,
    restart: clear,
    stop: clear,
  };
}
