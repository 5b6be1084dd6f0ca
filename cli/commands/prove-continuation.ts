import { Command } from 'commander';
import { type ContinuationTest, isProof, proveContinuation } from '../../activities/prove-continuation.ts';
import { stateFolder } from '../../grading/state-folder.ts';
import { Proofs } from '../../storage/proofs.ts';
import { exit, UserError } from '../exit.ts';

const told = ({ cuts, continued, different }: ContinuationTest): string =>
  `${cuts} cuts, ${continued} gone on with, ${different} of these with another text`;

/** A number of cuts from the command line. */
function counted(text: string): number {
  const cuts = Number(text);
  if (!Number.isInteger(cuts) || cuts < 10) throw new UserError(`--cuts: expected a whole number of 10 or more, found ${text}`);
  return cuts;
}

export const proveContinuationCommand = (): Command =>
  new Command('prove-continuation')
    .description('cut responses of an Ollama model on purpose and see whether they go on as they would have; needed once for a GPU')
    .argument('<model>', 'name of the model at its server')
    .option('--host <url>', 'address of the Ollama server (default: OLLAMA_HOST, else this machine)')
    .option('--cuts <number>', 'how many cuts', '100')
    .action(async (model: string, { host, cuts }: { host?: string; cuts: string }) => {
      const endpoint = { name: 'ollama', provider: 'ollama' as const, ...(host && { baseUrl: host }) };
      const given = { endpoint, model, cuts: counted(cuts) };
      const found = await proveContinuation(given, new Proofs(stateFolder()), (soFar) => process.stdout.write(`${told(soFar)}\n`));
      const proven = isProof(found);
      process.stdout.write(proven ? 'proven: cut responses of this model are gone on with here\n' : 'not proven: they are begun anew\n');
      process.exitCode = proven ? exit.graded : exit.usage;
    });
