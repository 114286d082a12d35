import { elementOf } from '../../../browser/marks.ts';
import type { Privacy } from '../../../browser/privacy.ts';
import { isUnseen } from '../../masking/maskValue.ts';

/** Where an event began, within shadow roots too; undefined where that was a window. */
export function nodeOf(event: Event): Node | undefined {
  const target = event.composedPath()[0] ?? event.target;
  return isNode(target) ? target : undefined;
}

/** By a property, because frames have classes of their own. */
export function isNode(target: unknown): target is Node {
  return typeof target === 'object' && target !== null && 'nodeType' in target;
}

/** What happens at this node may be told. */
export function isSeen(node: Node, privacy: Privacy): boolean {
  const element = elementOf(node);
  return !element || !isUnseen(element, privacy);
}
