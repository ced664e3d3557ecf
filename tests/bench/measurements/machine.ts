import { cpus, loadavg, totalmem } from 'node:os';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';

/** What the figures were measured on. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
  readonly duckdb: string;
  /** Processes that wanted a core in the minute before: near 0, or the figures are not to be trusted. */
  readonly loadBefore: number;
}

export async function machine(_: null): Promise<Machine> {
  const warehouse = await Warehouse.open(':memory:');
  const connection = await warehouse.connect();
  const [row] = await connection.rows<{ version: string }>('select version() as version');
  await warehouse.close();
  const cores = cpus();
  return {
    cores: cores.length,
    cpu: cores[0]?.model.trim() || 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    duckdb: row!.version,
    loadBefore: loadavg()[0]!,
  };
}
