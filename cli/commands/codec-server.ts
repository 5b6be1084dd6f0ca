import { once } from 'node:events';
import { Command } from 'commander';
import { createCodecServer } from '../../workers/codec-server.ts';
import { payloadCodec } from '../../workers/payload-codec.ts';
import { UserError } from '../exit.ts';

export const codecServerCommand = (): Command =>
  new Command('codec-server')
    .description('decrypt what histories hold for Temporal’s Web UI and CLI, with the key in SPECGEN_CODEC_FILE, on this machine alone')
    .option('--port <number>', 'where it listens on 127.0.0.1', '8889')
    .option('--web-ui <address>', 'where the Web UI is, as the browser shows it', 'http://127.0.0.1:8233')
    .action(async ({ port, webUi }: { port: string; webUi: string }) => {
      const codec = payloadCodec();
      if (!codec) throw new UserError('SPECGEN_CODEC_FILE is not set; it names the file with the key that the workers use');
      const server = createCodecServer(codec, new URL(webUi).origin);
      server.listen(Number(port), '127.0.0.1');
      await once(server, 'listening').catch((error: Error) => {
        throw new UserError(`port ${port} cannot be used: ${error.message}`);
      });
      process.stdout.write(`codec endpoint http://127.0.0.1:${port} for ${webUi}; Ctrl-C ends it\n`);
    });
