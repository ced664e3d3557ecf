import { z } from 'zod';
import { label } from './label.ts';

/** A group of beds that the same staff care for (vårdlag). */
export const careTeam = z
  .strictObject({
    name: label.max(40),
    beds: z.array(label.max(64)).min(1).max(1000).meta({ description: 'As events name them' }),
  })
  .meta({ id: 'CareTeam' });

/** The care teams of a ward: no name twice, and no bed in two of them. */
export const careTeams = z
  .array(careTeam)
  .max(20)
  .check((context) => {
    const [names, beds] = [new Set<string>(), new Set<string>()];
    const fault = (path: (string | number)[], message: string) =>
      context.issues.push({ code: 'custom', path, message, input: context.value });
    context.value.forEach((team, index) => {
      if (names.has(team.name)) fault([index, 'name'], 'Expected each care team of a ward once');
      names.add(team.name);
      team.beds.forEach((bed, place) => {
        if (beds.has(bed)) fault([index, 'beds', place], 'Expected each bed in one care team');
        beds.add(bed);
      });
    });
  });

export type CareTeam = z.output<typeof careTeam>;
