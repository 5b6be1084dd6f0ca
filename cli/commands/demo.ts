import path from 'node:path';
import { Command } from 'commander';
import { withClient } from '../client.ts';
import { offerOf } from '../offers.ts';
import { bringUp } from '../stack.ts';
import { followToTheEnd, readSweepFile, startSweep, timeName, webUiLink } from '../sweeps.ts';

/** What `npm start` runs: it never asks a paid API. */
export const demoCommand = (): Command =>
  new Command('demo').description('bring the stack up and run the demo sweep over all levels').action(async () => {
    const { state } = await bringUp();
    process.stdout.write(`up: Temporal at ${state.address}${state.webUi ? `, Web UI ${state.webUi}` : ''}\n`);
    const input = await readSweepFile(path.join(import.meta.dirname, '..', '..', 'sweeps', 'demo.json'));
    const name = timeName('demo');
    process.exitCode = await withClient(async (client) => {
      await startSweep(client, name, input);
      process.stdout.write(`sweep ${name} started${webUiLink(name) ? `; Web UI ${webUiLink(name)}` : ''}\n`);
      return await followToTheEnd(client, name);
    });
    const { models } = await offerOf({ name: 'ollama', provider: 'ollama' });
    if (models && models.length > 0) {
      const names = models.map(({ name }) => name).join(' ');
      process.stdout.write(`\nOllama answers here; a sweep of its models: npx specgen sweep --model ${names} --levels 1-7 --name local\n`);
    }
    process.stdout.write('\nThe stack stays up for a look; "npm run stop" ends it.\n');
  });
