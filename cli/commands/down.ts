import { Command } from 'commander';
import { bringDown } from '../stack.ts';

export const downCommand = (): Command =>
  new Command('down').description('end what "up" started; open sweeps go on with the next "up"').action(async () => {
    process.stdout.write((await bringDown()) ? 'down\n' : 'nothing was up\n');
  });
