import type { Command } from 'commander';

const kafkaServices = async () => (await import('./kafka-services.ts')).kafkaServiceCommands;

/** What adds each command to the program, by its name. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => unknown>>> = {
  replay: async () => (await import('./replay.ts')).replayCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  publish: async () => (await import('./publish.ts')).publishCommand,
  'dead-letters': async () => (await import('./dead-letters.ts')).deadLettersCommand,
  clock: async () => (await import('./clock.ts')).clockCommand,
  level: async () => (await import('./level.ts')).levelCommand,
  state: async () => (await import('./state.ts')).stateCommand,
  ingest: kafkaServices,
  score: kafkaServices,
  api: kafkaServices,
  import: async () => (await import('./import.ts')).importCommand,
  simulate: async () => (await import('./simulate.ts')).simulateCommand,
  topics: async () => (await import('./topics.ts')).topicsCommand,
  adapters: async () => (await import('./adapters.ts')).adaptersCommand,
  keys: async () => (await import('./keys.ts')).keysCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  log: async () => (await import('./log.ts')).logCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  erase: async () => (await import('./erase.ts')).eraseCommand,
  rebuild: async () => (await import('./rebuild.ts')).rebuildCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./backup.ts')).restoreCommand,
};

/** Adds the command of a name to a program, and loads nothing of the others: a start waits for what it loads. Adds all if none has the name. */
export async function addCommands(program: Command, name = ''): Promise<void> {
  const loads = Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]!] : Object.values(COMMANDS);
  for (const load of new Set(loads)) (await load())(program);
}
