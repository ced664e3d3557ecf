"""Reads the API as data scientists do, and says what came: one JSON object on standard output.

Arguments: the origin of a server, and the address of a range of ward-hours. The key is in API_KEY.
"""

import hashlib
import io
import json
import math
import os
import sys
import tempfile
import urllib.request

import duckdb
import pyarrow
import pyarrow.parquet

ORIGIN, ADDRESS = sys.argv[1:]


def read(address, accept):
    headers = {"authorization": f"Bearer {os.environ['API_KEY']}", "accept": accept}
    request = urllib.request.Request(ORIGIN + address, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def summary(table):
    """Rows, the type of each column, and sums of those that are numbers."""
    sums = {}
    for field in table.schema:
        if pyarrow.types.is_floating(field.type) or pyarrow.types.is_integer(field.type):
            values = table.column(field.name).to_pylist()
            sums[field.name] = math.fsum(value for value in values if value is not None)
    types = {field.name: str(field.type) for field in table.schema}
    return {"rows": table.num_rows, "types": types, "sums": sums}


def arrow():
    stream = read(ADDRESS, "application/vnd.apache.arrow.stream")
    return pyarrow.ipc.open_stream(stream).read_all()


def parquet():
    return pyarrow.parquet.read_table(io.BytesIO(read(ADDRESS, "application/vnd.apache.parquet")))


def snapshot(entry, folder):
    """What DuckDB finds in a file, and what its bytes hash to."""
    content = read(f"/v1/snapshots/{entry['file']}", "*/*")
    path = os.path.join(folder, entry["file"])
    with open(path, "wb") as file:
        file.write(content)
    rows, hidden, shown = duckdb.execute(
        """select count(*), sum(hidden_hours),
             count(*) filter (minutes is not null and reason = 'few-patients')
           from read_parquet(?)""",
        [path],
    ).fetchone()
    return {
        "file": entry["file"],
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": rows,
        "hidden": int(hidden),
        "shown": shown,
    }


with tempfile.TemporaryDirectory() as folder:
    listed = json.loads(read("/v1/snapshots", "application/json"))["snapshots"]
    result = {
        "arrow": summary(arrow()),
        "parquet": summary(parquet()),
        "snapshots": [snapshot(entry, folder) for entry in listed],
    }
json.dump(result, sys.stdout)
