import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { undoing } from '../../bench/measure/ending.ts';
import { withStack } from '../../bench/measure/stack.ts';
import type { TestStack } from '../e2e/stack.ts';
import { isOver } from './night.ts';
import { OwnServer } from './own-server.ts';

/** Tokens of a response that must be there before it is cut. */
const tokensBeforeBlow = 15;
/** A response whose stream breaks off five times is given up: each is struck twice, and the next one in its turn. */
const killsEach = 2;
const sampling = { temperature: 0, maxTokens: 200, contextTokens: 8192, threads: 1 };

const journals = (stack: TestStack): string[] => globSync('responses/*/attempt-*.partial', { cwd: stack.output });

/** Lines that the newest request has written, of those that were begun after `known`. */
function linesOfNew(stack: TestStack, known: Set<string>): number {
  const newest = journals(stack).filter((name) => !known.has(name));
  return Math.max(0, ...newest.map((name) => readFileSync(path.join(stack.output, name), 'utf8').split('\n').length));
}

const finished = (stack: TestStack): number => globSync('responses/*/finished', { cwd: stack.output }).length;

/** Strikes server and worker in turn, each time in the middle of a response; returns how often before the sweep was over. */
async function strike(stack: TestStack, server: OwnServer, kills: number): Promise<number> {
  for (let struck = 0; struck < kills; struck += 1) {
    const [known, done] = [new Set(journals(stack)), Math.floor(struck / killsEach)];
    while (finished(stack) < done || linesOfNew(stack, known) < tokensBeforeBlow) {
      if (await isOver(stack)) return struck;
      await pause(100);
    }
    if (struck % 2 === 0) stack.kill('generation');
    else await server.restart();
  }
  return kills;
}

const texts = (stack: TestStack): string[] =>
  globSync('night/*/*/1/response.md', { cwd: stack.output })
    .toSorted()
    .map((file) => readFileSync(path.join(stack.output, file), 'utf8'));

function sweep(server: OwnServer, model: string, levels: number, meanwhile: (stack: TestStack) => Promise<void>) {
  return withStack(
    async (stack) => {
      await stack.mustDo('up');
      const file = path.join(stack.home, 'night.json');
      writeFileSync(file, JSON.stringify({ models: [model], levels: `1-${levels}`, samples: 1, sampling }));
      await stack.mustDo('sweep', file, '--name', 'night', '--no-follow');
      await meanwhile(stack);
      while (!(await isOver(stack))) await pause(2000);
      return { texts: texts(stack), attempts: stack.metadata('night').flatMap(({ attempts }) => attempts) };
    },
    { OLLAMA_HOST: server.url },
  );
}

/**
 * A sweep over a real small model (`OLLAMA_MODEL`, with the server that `OLLAMA_BIN` starts) whose server and worker are killed in turn,
 * always in the middle of a response: the texts must be those of an undisturbed one.
 */
export async function ollamaRound(kills: number, say: (line: string) => void): Promise<{ passed: number; failed: number }> {
  const { OLLAMA_MODEL } = process.env;
  if (!OLLAMA_MODEL) throw new Error('expected OLLAMA_MODEL to name a small model, and OLLAMA_BIN the program of its server');
  const server = await OwnServer.start();
  return undoing(
    () => server.end(),
    async () => {
      const [model, levels] = [`ollama:${OLLAMA_MODEL}`, Math.ceil(kills / killsEach)];
      const quiet = await sweep(server, model, levels, async () => undefined);
      let struck = 0;
      const stormy = await sweep(server, model, levels, async (stack) => {
        struck = await strike(stack, server, kills);
      });
      const problems = [
        ...(struck < kills ? [`only ${struck} of ${kills} kills before the sweep was over`] : []),
        ...(JSON.stringify(stormy.texts) === JSON.stringify(quiet.texts) ? [] : ['the texts differ from those of the undisturbed sweep']),
        ...(stormy.attempts.some(({ agrees }) => agrees === false) ? ['a text came out otherwise than before its cut'] : []),
      ];
      const continued = stormy.attempts.filter(({ continuedAtByte }) => continuedAtByte !== undefined).length;
      const broken = stormy.attempts.filter(({ ended }) => ended !== 'complete').length;
      say(`${struck} kills in mid-stream: ${stormy.texts.length} responses, ${broken} requests broken off, ${continued} gone on with`);
      for (const problem of problems) say(`  PROBLEM ${problem}`);
      return problems.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  );
}
