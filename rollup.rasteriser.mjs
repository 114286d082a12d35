/**
 * Cuts in the rasteriser's library, as rollup.slim.mjs makes them in others:
 *
 * - It probes nothing on the host's page.
 * - It works in slices: the walk over the page that copies it, the one over the copy that measures it, and painting ask
 *   before each element whether the page should have its turn (`breathe`), and wait for it.
 * - It measures only what may be seen: `isUnseen` names parts of the copy that lie far outside of what is drawn.
 * - It leaves the page's canvases and videos alone: `copyPixels` copies them. Asking a canvas for a context would decide for
 *   ever which one it can have.
 * - It says which element is copied by which (`onCopied`).
 * - It does not make the browser load what the page has left for later: images with `loading=lazy` that have not come.
 */
const BREATHE = 'const pause = this.context.breathe?.(); if (pause) await pause;';

export const RASTERISER = [
  { what: 'range probe', count: 1, find: /const value = testRangeBounds\(document\);/g, put: 'const value = true;' },
  { what: 'drawing probe', count: 1, find: /const value = testSVG\(document\);/g, put: 'const value = true;' },
  {
    what: 'hooks',
    count: 1,
    find: /const context = new Context\(contextOptions, windowBounds, config\);/g,
    put: '$& Object.assign(context, opts.hooks);',
  },

  // Copying.
  {
    what: 'copying in the constructor',
    count: 1,
    find: /\n\t\t(this\.documentElement = )(this\.cloneNode\(element\.ownerDocument\.documentElement, false\);)\n\t\t(this\.appendDocumentAdoptedStyles\()element(\.ownerDocument\);)\n\t\}/g,
    put: '\n\t}\n\tasync cloneDocument() {\n\t\tconst element = this.referenceElement;\n\t\t$1await $2\n\t\t$3element$4\n\t}',
  },
  {
    what: 'copying before mounting',
    count: 1,
    find: /const documentCloner = new DocumentCloner\(context, element, cloneOptions\);/g,
    put: '$& await documentCloner.cloneDocument();',
  },
  {
    what: 'copying a node',
    count: 1,
    find: /\n\tcloneNode\(node, copyStyles\) \{/g,
    put: '\n\tasync cloneNode(node, copyStyles) {',
  },
  {
    what: 'telling of a copy',
    count: 1,
    find: /const clone = this\.createElementClone\(node\);/g,
    put: '$& this.context.onCopied?.(node, clone);',
  },
  {
    what: 'copying what is inside a node',
    count: 1,
    find: /if \(!isVideoElement\(node\)\) this\.cloneChildNodes\(/g,
    put: 'if (!isVideoElement(node)) await this.cloneChildNodes(',
  },
  {
    what: 'copying children',
    count: 1,
    find: /\n\tcloneChildNodes\(node, clone, copyStyles\) \{\n\t\tthis\.slotCloner/g,
    put: '\n\tcloneChildNodes(node, clone, copyStyles) {\n\t\treturn this.slotCloner',
  },
  {
    what: 'walks over children',
    count: 6,
    find: /for \(let child = (\w+)\.firstChild; child; child = child\.nextSibling\) (?=this\.|if \(isElementNode\(child\) && isSlot)/g,
    // A list of their own: the page may change between two of them.
    put: 'for (const child of [...$1.childNodes]) ',
  },
  {
    what: 'assigned nodes',
    count: 1,
    find: /assignedNodes\.forEach\(\(node\) => \{\n\t\t\tthis\.safeAppendClonedChild\(target, node, copyStyles\);\n\t\t\}\);/g,
    put: 'for (const node of assignedNodes) this.safeAppendClonedChild(target, node, copyStyles);',
  },
  {
    what: 'assigned nodes in the light',
    count: 1,
    find: /assignedNodes\.forEach\(\(node\) => (this\.appendChildNode\(clone, node, copyStyles\))\);/g,
    put: 'for (const node of assignedNodes) $1;',
  },
  {
    what: 'methods that copy',
    count: 10,
    find: /\n\t(?=(?:appendChildNode|cloneChildNodes|safeAppendClonedChild|cloneAssignedNodes|cloneSlotFallbackContent|cloneSlotElement|cloneShadowDOMChildren|cloneLightDOMChildren|cloneSlotElementAsLightDOM|cloneShadowDOMAsLightDOM)\([\w, ]+\) \{\n\t\t(?!this\.slotCloner|return this\.slotCloner))/g,
    put: '\n\tasync ',
  },
  {
    what: 'calls of methods that copy',
    count: 19,
    find: /(?<!async |return |await )this\.(?=(?:appendChildNode|safeAppendClonedChild|cloneAssignedNodes|cloneSlotFallbackContent|cloneSlotElement|cloneShadowDOMChildren|cloneLightDOMChildren|cloneSlotElementAsLightDOM|cloneShadowDOMAsLightDOM)\()/g,
    put: 'await this.',
  },
  {
    what: 'copying a child',
    count: 1,
    find: /\n\t\tif \((this\.shouldCloneChild\(child\) && this\.shouldCloneStyleElement\(child\))\) target\.appendChild\(this\.cloneNodeFn\(child, copyStyles\)\);/g,
    put: `\n\t\t${BREATHE}\n\t\tif (child.isConnected && $1) target.appendChild(await this.cloneNodeFn(child, copyStyles));`,
  },
  {
    what: 'lazy images',
    count: 1,
    find: /if \(clone\.loading === "lazy"\) clone\.loading = "eager";/g,
    put: 'if (clone.loading === "lazy") { if (node.complete && node.naturalWidth) clone.loading = "eager"; else for (const name of ["src", "srcset"]) clone.removeAttribute(name); }',
  },
  {
    what: 'pixels of canvases',
    count: 1,
    find: /\n\tcreateCanvasClone\(canvas\) \{[\s\S]*?\n\t\}\n/g,
    put: '\n\tcreateCanvasClone(canvas) { return this.context.copyPixels(canvas); }\n',
  },
  {
    what: 'pixels of videos',
    count: 1,
    find: /\n\tcreateVideoClone\(video\) \{[\s\S]*?\n\t\}\n/g,
    put: '\n\tcreateVideoClone(video) { return this.context.copyPixels(video); }\n',
  },

  // Measuring.
  { what: 'measuring a tree', count: 1, find: /\nconst parseNodeTree = \(/g, put: '\nconst parseNodeTree = async (' },
  {
    what: 'measuring a node',
    count: 1,
    find: /\nconst parseChildNode = \(([^\n]*)/g,
    put: '\nconst parseChildNode = async ($1\n\tif (context.isUnseen?.(childNode)) return;\n\tconst pause = context.breathe?.(); if (pause) await pause;',
  },
  { what: 'measuring the root', count: 1, find: /\nconst parseTree = \(/g, put: '\nconst parseTree = async (' },
  {
    what: 'measuring slots',
    count: 1,
    find: /childNode\.assignedNodes\(\)\.forEach\(\(assignedNode\) => (parseChildNode\([^;]*?options\))\);/g,
    put: 'for (const assignedNode of childNode.assignedNodes()) $1;',
  },
  {
    what: 'calls that measure',
    count: 5,
    find: /(?<=[\t ])(?:(?=parseNodeTree\(context, (?:childNode|node|element))|(?=parseChildNode\(context, (?:childNode|assignedNode), parent))(?!.*=>)/g,
    put: 'await ',
  },
  {
    what: 'measuring all',
    count: 1,
    find: /root = parseTree\(context, clonedElement/g,
    put: 'root = await parseTree(context, clonedElement',
  },
  {
    what: 'pages in frames',
    count: 1,
    find: /new IFrameElementContainer\(context, element, \(ctx, node\) => parseTree\(ctx, node, options\), options\)/g,
    put: 'new IFrameElementContainer(context, element, void 0, options)',
  },
  // The copy is thrown away.
  { what: 'restoring the copy', count: 1, find: /if \(root\) root\.restoreTree\(\);/g, put: '' },

  // Painting.
  { what: 'painting a node', count: 1, find: /\n\tasync renderNode\(paint\) \{/g, put: `$&\n\t\t${BREATHE}` },
  { what: 'painting a stack', count: 1, find: /\n\tasync renderStack\(stack\) \{/g, put: `$&\n\t\t${BREATHE}` },
];
