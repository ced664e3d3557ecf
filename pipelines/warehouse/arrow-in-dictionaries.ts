import ddb from '@duckdb/node-bindings';
import { type Data, DataType, type Vector } from 'apache-arrow';
import type { ColumnCopier } from './arrow-in-columns.ts';
import { copyValidity, isValid } from './arrow-in-validity.ts';

type Codes = Uint8Array | Uint16Array | Uint32Array;

const scratch = new ArrayBuffer(ddb.vector_size() * 4);

/**
 * A Dictionary<Utf8> column with 8, 16 or 32 bit indices, as an ENUM of the dictionary's values: only
 * codes are copied, and DuckDB looks the strings up when it casts to VARCHAR.
 *
 * @throws Error naming the column if the values are not Utf8, one is null, or a code is out of range
 */
export function dictionaryCopier(name: string, data: Data): ColumnCopier {
  const dictionary = data.dictionary!;
  if (!DataType.isUtf8(dictionary.type)) {
    throw new Error(`column ${name}: a dictionary of ${dictionary.type} cannot be appended`);
  }
  const size = dictionary.length;
  const indices = data.values as Int8Array | Int16Array | Int32Array;
  const codes = codesFor(size);
  return {
    type: enumType(name, dictionary),
    copy(vector, from, count) {
      let strays = 0;
      for (let i = 0; i < count; i++) {
        const code = indices[from + i]!;
        const known = code >= 0 && code < size;
        codes[i] = known ? code : 0;
        if (!known) strays++;
      }
      if (strays > 0) refuseStrays(name, data, indices, from, count, size);
      ddb.copy_data_to_vector(vector, 0, scratch, 0, count * codes.BYTES_PER_ELEMENT);
      copyValidity(data, vector, from, count);
    },
  };
}

/** Below a null the code may be anything; below a value it must be in the dictionary. */
function refuseStrays(
  name: string,
  data: Data,
  indices: ArrayLike<number>,
  from: number,
  count: number,
  size: number,
): void {
  for (let row = from; row < from + count; row++) {
    const code = indices[row]!;
    if ((code < 0 || code >= size) && isValid(data, row)) {
      throw new Error(`column ${name}: row ${row} has code ${code} in a dictionary of ${size}`);
    }
  }
}

/** DuckDB stores the codes of an ENUM in the fewest bytes that count its values. */
function codesFor(size: number): Codes {
  if (size <= 0xff) return new Uint8Array(scratch);
  if (size <= 0xffff) return new Uint16Array(scratch);
  return new Uint32Array(scratch);
}

/** A stream's batches share a dictionary vector until it grows, so its ENUM is made once. */
const enums = new WeakMap<Vector, ddb.LogicalType>();

function enumType(name: string, dictionary: Vector): ddb.LogicalType {
  const known = enums.get(dictionary);
  if (known !== undefined) return known;
  if (dictionary.nullCount > 0) throw new Error(`column ${name}: its dictionary holds a null`);
  // DuckDB has no ENUM of no values.
  const values = dictionary.length === 0 ? [''] : (dictionary.toArray() as string[]);
  const type = ddb.create_enum_type([...values]);
  enums.set(dictionary, type);
  return type;
}
