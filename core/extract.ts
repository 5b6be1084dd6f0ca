import type { Answer, Observation } from './answer.ts';
import { deliverable, nameInBlock, nameInText } from './file-name.ts';
import type { LevelFormat } from './level.ts';
import { type Block, type Fence, readBlocks } from './markdown.ts';
import { readResponseText } from './response-text.ts';

/** A Go block of the response with what is known about it. `name` is undefined where nothing names it. */
interface Candidate {
  name: string | undefined;
  /** Named by the text around it, not by itself. */
  named: 'itself' | 'around';
  content: string;
  line: number;
  closed: boolean;
}

/**
 * Reads the files of an answer out of a Markdown response. Only files that the level asks for are kept; of several
 * blocks for one file the last whole one wins. Never throws: what was odd is told in the observations.
 */
export function extractAnswer(response: string, wanted: LevelFormat['files']): Answer {
  const text = readResponseText(response);
  const names = [...wanted.required, ...wanted.optional];
  const candidates = findCandidates(readBlocks(text.lines), names);
  const gathered = gather(candidates, names);
  const only = wanted.required.length === 1 ? wanted.required[0] : undefined;
  if (only !== undefined && !isWhole(gathered.files.get(only))) takeUnnamed(only, candidates, gathered);
  const files = names.flatMap((path) => {
    const chosen = gathered.files.get(path);
    return chosen === undefined ? [] : [{ path, content: chosen.content }];
  });
  const missing = wanted.required.filter((path) => !gathered.files.has(path)).map((path) => ({ what: 'missing-file', detail: path }));
  const unclosed = candidates.filter((candidate) => !candidate.closed).map(noteUnclosed);
  return { files, observations: [...text.observations, ...gathered.observations, ...unclosed, ...missing] };
}

function findCandidates(blocks: Block[], names: string[]): Candidate[] {
  let heading: string | undefined;
  return blocks.flatMap((block, index) => {
    if (block.kind === 'heading') heading = nameInText(block.text, names);
    if (block.kind !== 'fence' || block.content.trim() === '') return [];
    const before = blocks[index - 1];
    const around = before?.kind === 'paragraph' ? (nameInText(before.text, names) ?? heading) : heading;
    return candidate(block, around);
  });
}

function candidate(fence: Fence, around: string | undefined): Candidate[] {
  const { name, content } = nameInBlock(fence);
  const place = { line: fence.line, closed: fence.closed, content };
  if (name !== undefined) return [{ ...place, name, named: 'itself' }];
  return /^(go|golang)?$/i.test(languageIn(fence.info)) ? [{ ...place, name: around, named: 'around' }] : [];
}

function languageIn(info: string): string {
  return /^\{?\.?([^\s{:,]*)/.exec(info)?.[1] ?? '';
}

interface Gathered {
  files: Map<string, Candidate>;
  observations: Observation[];
}

function gather(candidates: Candidate[], names: string[]): Gathered {
  const gathered: Gathered = { files: new Map(), observations: [] };
  for (const found of candidates) {
    if (found.name === undefined) continue;
    const path = deliverable(found.name, names);
    if (path === undefined) gathered.observations.push(note('dropped-file', found, found.name));
    else place(path, found, gathered);
    if (path !== undefined && path !== found.name) gathered.observations.push(note('renamed-file', found, `${found.name} as ${path}`));
  }
  return gathered;
}

function place(path: string, found: Candidate, { files, observations }: Gathered): void {
  const earlier = files.get(path);
  if (earlier !== undefined && !replaces(found, earlier)) {
    observations.push(note('excerpt-ignored', found, path));
    return;
  }
  if (earlier !== undefined) observations.push(note('duplicate-file', found, path));
  files.set(path, found);
}

/** A part of a file never replaces a whole one, nor does a block of another package that only stands near the name. */
function replaces(later: Candidate, earlier: Candidate): boolean {
  if (!isWhole(earlier)) return true;
  if (!isWhole(later)) return false;
  return later.named === 'itself' || packageOf(later.content) === packageOf(earlier.content);
}

/** Where one file is asked for, the last whole block without a name is it, a program of its own only if there is no other. */
function takeUnnamed(path: string, candidates: Candidate[], gathered: Gathered): void {
  const unnamed = candidates.filter((found) => found.name === undefined);
  const whole = unnamed.filter(isWhole);
  const library = whole.filter((found) => packageOf(found.content) !== 'main');
  const chosen = library.at(-1) ?? whole.at(-1) ?? (unnamed.length === 1 ? unnamed[0] : undefined);
  if (chosen === undefined || (gathered.files.has(path) && !isWhole(chosen))) return;
  gathered.files.set(path, chosen);
  gathered.observations.push(note('unnamed-file', chosen, path));
}

function isWhole(found: Candidate | undefined): boolean {
  return found?.closed === true && packageOf(found.content) !== undefined;
}

function packageOf(content: string): string | undefined {
  return /^[ \t]*package[ \t]+([\p{L}_][\p{L}\p{N}_]*)/mu.exec(content)?.[1];
}

function noteUnclosed(found: Candidate): Observation {
  return note('unclosed-fence', found, found.name ?? 'a block without name');
}

function note(what: string, found: Candidate, detail: string): Observation {
  return { what, detail: `line ${found.line}: ${detail.slice(0, 200)}` };
}
