import { exit } from './exit.ts';
import { createProgram } from './program.ts';
import { explain } from './terminal/explain.ts';
import { versionText } from './version.ts';

const [first] = process.argv.slice(2);

try {
  if (first === '--version' || first === '-V') process.stdout.write(`${await versionText()}\n`);
  else await createProgram().parseAsync();
} catch (error) {
  process.stderr.write(`specgen: ${await explain(error)}\n`);
  process.exit(exit.usage);
}
