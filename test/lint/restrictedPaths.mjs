import { LAYERS } from './layers.mjs';

const PACKAGES = ['node_modules', 'monitor/node_modules', 'demo/node_modules'];

/** Options of `import-x/no-restricted-paths` from the table of layers: what it doesn't allow is forbidden. */
export function restrictedPaths(basePath) {
  const zones = Object.entries(LAYERS).map(([folder, visible]) => ({
    target: `./${folder}`,
    from: '.',
    except: [folder, ...visible, ...PACKAGES].map((path) => `./${path}`),
    message: `${folder} may import ${visible.length === 0 ? 'nothing else of ours' : visible.join(', ')}.`,
  }));
  return { basePath, zones };
}
