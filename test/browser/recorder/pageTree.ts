import { onTestFinished } from 'vitest';
import { createPrivacy, type MaskMode } from '../../../src/browser/privacy.ts';
import { startRecorder as startRrweb } from '../../../src/capture/rrweb/startRecorder.ts';
import { isMutation, isSnapshot, type SerializedNode } from '../../../src/capture/domEvent.ts';
import { maskCss } from '../../../src/capture/masking/maskCss.ts';
import { createLivePage } from '../../../src/capture/recorder/page/livePage.ts';
import { createCommit } from '../../../src/capture/recorder/tree/commit.ts';
import { createDirty } from '../../../src/capture/recorder/tree/dirty.ts';
import { createKnownNodes } from '../../../src/capture/recorder/tree/known.ts';
import type { Told } from '../../../src/capture/recorder/tree/told.ts';
import { createTestScope } from '../capture/scope.ts';

export type TreeNode = SerializedNode & Record<string, unknown>;

/** The live page with the core of the tree above it; style sheets of links only, as they are. */
export function openPage(mask: MaskMode, scrolled: Element[] = []) {
  const privacy = createPrivacy({ mask, urlParameters: [] });
  const nodes = createKnownNodes<Node>();
  const dirty = createDirty<Node>();
  const idOf = (node: Node) => {
    const known = nodes.get(node);
    return nodes.isIn(known) ? known.id : undefined;
  };
  let wantCount = 0;
  const page = createLivePage({
    ...{ privacy, dirty, idOf },
    sheets: {
      cssTextOf: (node) => (node instanceof HTMLLinkElement && node.sheet ? rulesOf(node.sheet, mask) : undefined),
    },
    hasScrolled: (element) => scrolled.includes(element),
    want: () => {
      wantCount += 1;
    },
  });
  onTestFinished(page.stop);
  const commit = createCommit({ page, nodes, dirty });
  return {
    ...{ page, privacy, nodes, dirty, commit, idOf, wantCount: () => wantCount },
    tell(): TreeNode {
      commit.begin(document);
      return buildTree(commit.work(() => false));
    },
    work: () => commit.work(() => false),
  };
}

function rulesOf(sheet: CSSStyleSheet, mask: MaskMode): string {
  return maskCss(Array.from(sheet.cssRules, ({ cssText }) => cssText).join(''), mask);
}

/** What was told, one put into the other, as a snapshot has it. */
export function buildTree(told: readonly Told[]): TreeNode {
  const adds = told.flatMap((one) => ('changes' in one ? one.changes.adds : [one.document]));
  const byId = new Map(adds.map(({ node }) => [node.id, { ...node, childNodes: [] as SerializedNode[] }]));
  for (const { parentId, node } of adds) {
    const found = byId.get(node.id);
    if (found) byId.get(parentId)?.childNodes.push(found);
  }
  const root = byId.get(adds[0]?.node.id ?? 0);
  if (!root) throw new Error('nothing was told');
  return root;
}

/** What rrweb tells of the same page, masked afterwards; frames' documents put into their frames. */
export async function tellRrweb(mask: MaskMode): Promise<TreeNode> {
  const events: unknown[] = [];
  const failures: unknown[] = [];
  const privacy = createPrivacy({ mask, urlParameters: [] });
  const recorder = startRrweb(
    (capture) => {
      if (capture.kind === 'dom') events.push(capture.data.event.data);
    },
    createTestScope(failures, { privacy }),
  );
  // Frames within frames come one after the other, each in a task of its own.
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  recorder.stop();
  if (failures.length > 0) throw new Error(String(failures[0]));
  const root = events.find(isSnapshot)?.node;
  if (!root) throw new Error('no snapshot');
  for (const mutation of events.filter(isMutation)) {
    if (mutation.isAttachIframe !== true) continue;
    for (const { parentId, node } of mutation.adds) findNode(root, ({ id }) => id === parentId)?.childNodes?.push(node);
  }
  // The library counts on from one recording to the next, and takes the first document of all for the main one.
  return withoutMain(root, root.id) as TreeNode;
}

function withoutMain(node: SerializedNode, mainId: number): SerializedNode {
  if ((node as TreeNode)['rootId'] === mainId) delete (node as TreeNode)['rootId'];
  node.childNodes?.forEach((child) => withoutMain(child, mainId));
  return node;
}

export function findNode(root: SerializedNode, is: (node: SerializedNode) => boolean): SerializedNode | undefined {
  if (is(root)) return root;
  for (const child of root.childNodes ?? []) {
    const found = findNode(child, is);
    if (found) return found;
  }
  return undefined;
}

/** The part that a test has mounted. */
export function mainOf(root: SerializedNode): SerializedNode {
  const main = findNode(root, ({ tagName }) => tagName === 'main');
  if (!main) throw new Error('nothing is mounted');
  return main;
}

/**
 * The same for both where they mean the same: ids, the order of shadow and light children, in which form the rules of a sheet
 * and the value of a text area come.
 */
export function normalise(node: SerializedNode): unknown {
  const {
    id: _id,
    rootId,
    childNodes = [],
    attributes,
    isStyle: _isStyle,
    compatMode: _mode,
    ...rest
  } = node as TreeNode;
  const kept = attributes && Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
  const shadow = childNodes.filter((child) => 'isShadow' in child);
  const light = childNodes.filter((child) => !('isShadow' in child));
  const plain = { ...rest, ...(rootId !== undefined && { rootId: 'a frame' }), ...(kept && { attributes: kept }) };
  const text = light.map(({ textContent = '' }) => textContent).join('');
  switch (node.tagName) {
    case 'noscript':
      return plain;
    case 'textarea': {
      const value = typeof kept?.['value'] === 'string' ? kept['value'] : text;
      return { ...plain, attributes: { ...kept, value } };
    }
    case 'style': {
      const rules = parseRules(typeof kept?.['_cssText'] === 'string' ? kept['_cssText'] : text);
      return { ...plain, attributes: { ...kept, _cssText: rules } };
    }
    default:
      return withoutHoles({ ...plain, childNodes: [...shadow, ...light].map(normalise) });
  }
}

function withoutHoles(value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  return copy;
}

function parseRules(text: string): string {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n');
}
