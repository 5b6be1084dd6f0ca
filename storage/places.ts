import path from 'node:path';

const project = path.resolve(import.meta.dirname, '..');

/** Where sweeps keep their results: `SPECGEN_OUTPUT`, else `output/` in the checkout. */
export const outputFolder = (): string => path.resolve(process.env.SPECGEN_OUTPUT ?? path.join(project, 'output'));

/** specgen's own levels. */
export const ownSpecs = (): string => path.join(project, 'specs');
