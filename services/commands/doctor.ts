import type { Command } from 'commander';
import { Progress } from '../platform/progress.ts';
import { examine } from '../state/examine.ts';
import { EXIT } from './exit.ts';
import { fileLine } from './state-texts.ts';

const SIGNS = { ok: 'ok    ', note: 'note  ', damage: 'DAMAGE' } as const;

/** `doctor`: how a state is, and what to do. */
export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('say how a state is: what is there, what is missing, what to do')
    .description(
      'Looks at every file under --data, to the last row: what is there, what was acknowledged, what is missing or damaged, and the command that helps. Changes and deletes nothing, and works beside a running server or where none starts. The exit code is 1 where there is damage.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .option('--json', 'the findings as JSON')
    .action(async ({ data, json }: { data: string; json?: boolean }) => {
      const progress = new Progress(process.stderr);
      const onProgress = (state: Parameters<typeof fileLine>[1]) =>
        progress.report(() => fileLine('verifying', state));
      const next = new Set<string>();
      let isDamaged = false;
      for await (const finding of examine({ data, onProgress })) {
        progress.end();
        isDamaged ||= finding.level === 'damage';
        if (finding.command !== undefined) next.add(finding.command);
        const line = `${SIGNS[finding.level]} ${finding.of}: ${finding.what}`;
        process.stdout.write(`${json ? JSON.stringify(finding) : line}\n`);
      }
      if (!json) {
        const nothing = isDamaged ? 'What to do is said above.' : 'Nothing needs to be done.';
        const what = next.size === 0 ? nothing : 'Next:';
        process.stdout.write(`\n${what}\n${[...next].map((each) => `  ${each}\n`).join('')}`);
      }
      process.exitCode = isDamaged ? EXIT.failed : EXIT.done;
    });
}
