import { Table } from './flatbuffer.ts';

/** Fields of Arrow's tables, in the order of its `Message.fbs`, `Schema.fbs` and `File.fbs`. */
const MESSAGE = { kind: 1, header: 2, bodyLength: 3, custom: 4 } as const;
const SCHEMA = { fields: 1, custom: 2, features: 3 } as const;
const FIELD = { name: 0, kind: 2, type: 3, children: 5, custom: 6 } as const;
const DICTIONARY = { batch: 1 } as const;
const BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3, variadic: 4 } as const;
const FOOTER = { schema: 1, dictionaries: 2, batches: 3, custom: 4 } as const;
const PAIR = { key: 0, value: 1 } as const;

const KINDS = { schema: 1, dictionary: 2, batch: 3 } as const;
/** Types that have a list of their own: ids of a union, the zone of a timestamp. */
const LISTS: Record<number, readonly [field: number, size: number]> = { 14: [1, 4], 10: [1, 1] };

const [NODE_BYTES, BUFFER_BYTES, BLOCK_BYTES] = [16, 16, 24];

/**
 * Checks that the metadata of a message fits its length. Arrow's reader trusts counts:
 * with a flipped bit in one, it would make rows or fields until the memory is full.
 *
 * @returns bytes of the following body
 * @throws Error that says what is wrong
 */
export function checkMessage(metadata: Uint8Array): number {
  const message = Table.root(metadata);
  const bodyLength = lengthOf(message.long(MESSAGE.bodyLength));
  const header = message.table(MESSAGE.header);
  checkPairs(message, MESSAGE.custom);
  if (header === null) throw new Error('a message has no header');
  switch (message.byte(MESSAGE.kind)) {
    case KINDS.schema:
      checkSchema(header);
      if (bodyLength > 0) throw new Error('a schema has a body');
      return 0;
    case KINDS.dictionary:
      checkBatch(header.table(DICTIONARY.batch), bodyLength);
      return bodyLength;
    case KINDS.batch:
      checkBatch(header, bodyLength);
      return bodyLength;
    default:
      throw new Error('a message is neither schema nor rows');
  }
}

/**
 * The same of a file's footer.
 *
 * @returns where the messages of its dictionaries begin, and then those of its rows
 */
export function checkFooter(footer: Uint8Array): number[] {
  const table = Table.root(footer);
  const schema = table.table(FOOTER.schema);
  if (schema === null) throw new Error('its footer has no schema');
  checkSchema(schema);
  checkPairs(table, FOOTER.custom);
  return [FOOTER.dictionaries, FOOTER.batches].flatMap((field) =>
    table.structs(field, BLOCK_BYTES).map((block) => lengthOf(block.getBigInt64(0, true))),
  );
}

function checkSchema(schema: Table): void {
  checkPairs(schema, SCHEMA.custom);
  schema.vector(SCHEMA.features, 8);
  for (const field of schema.tables(SCHEMA.fields)) checkField(field);
}

function checkField(field: Table): void {
  field.vector(FIELD.name);
  checkPairs(field, FIELD.custom);
  const list = LISTS[field.byte(FIELD.kind)];
  if (list !== undefined) field.table(FIELD.type)?.vector(...list);
  for (const child of field.tables(FIELD.children)) checkField(child);
}

/** A row needs at least one bit of the body; for a compressed body that is not known. */
function checkBatch(batch: Table | null, bodyLength: number): void {
  if (batch === null) throw new Error('a dictionary has no values');
  batch.vector(BATCH.buffers, BUFFER_BYTES);
  batch.vector(BATCH.variadic, 8);
  const lengths = batch.structs(BATCH.nodes, NODE_BYTES).map((node) => node.getBigInt64(0, true));
  if (batch.table(BATCH.compression) !== null) return;
  for (const rows of [batch.long(BATCH.length), ...lengths]) {
    if (lengthOf(rows) > bodyLength * 8) {
      throw new Error(`${rows} rows do not fit into ${bodyLength} bytes`);
    }
  }
}

function checkPairs(table: Table, field: number): void {
  for (const pair of table.tables(field)) {
    pair.vector(PAIR.key);
    pair.vector(PAIR.value);
  }
}

function lengthOf(long: bigint): number {
  if (long < 0n || long > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new Error(`a length of ${long} bytes or rows`);
  }
  return Number(long);
}
