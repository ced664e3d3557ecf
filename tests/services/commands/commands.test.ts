import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands } from '../../../services/commands/commands.ts';

const namesIn = ({ commands }: Command) => commands.map((each) => each.name());

describe('the commands of the program', () => {
  it('are all there if none is named', async () => {
    for (const name of [undefined, '--help', 'help', 'no-such', 'toString', 'constructor']) {
      const program = new Command();
      await addCommands(program, name);
      expect(namesIn(program)).toHaveLength(22);
    }
  });

  it('are added alone by their own name', async () => {
    const all = new Command();
    await addCommands(all);
    const services = ['ingest', 'score', 'api'];
    for (const name of namesIn(all)) {
      const program = new Command();
      await addCommands(program, name);
      const expected = services.includes(name) ? services : [name];
      expect(namesIn(program).toSorted()).toEqual(expected.toSorted());
    }
  });
});
