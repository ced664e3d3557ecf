/**
 * Sets the number of threads of Node's pool, unless the environment does. DuckDB's statements, compression and fsync
 * all run on it, and with Node's four the one waits for the other. Node reads the number when the pool is first
 * used, which is before a module is loaded: hence `node --require`.
 */
process.env.UV_THREADPOOL_SIZE ??= '16';
