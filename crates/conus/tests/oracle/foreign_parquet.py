"""Parquet files of another writer, for the reader of crates/conus/src/table/read/parquet.rs.

Made with: python 3, pyarrow 26.0.1; `python foreign_parquet.py` in this folder. The data are synthetic. foreign.csv
holds what pyarrow itself reads back from foreign.parquet, in the columns that conus reads.
"""

import datetime
import decimal

import pyarrow
import pyarrow.csv
import pyarrow.parquet

rows = 7
table = pyarrow.table({
    "USUBJID": pyarrow.array([f"SYN-{n:03}" for n in range(rows)]),
    "TRTP": pyarrow.array(["Placebo", "Drug µ"] * 3 + [None]).dictionary_encode(),
    "AVAL": pyarrow.array([0.1 * n if n != 3 else None for n in range(rows)], pyarrow.float64()),
    "SINGLE": pyarrow.array([0.25 * n for n in range(rows)], pyarrow.float32()),
    "AVISITN": pyarrow.array([n - 2 for n in range(rows)], pyarrow.int32()),
    "SMALL": pyarrow.array([n - 3 for n in range(rows)], pyarrow.int8()),
    "AGE": pyarrow.array([65_530 + n if n < 6 else None for n in range(rows)], pyarrow.uint16()),
    "SERIAL": pyarrow.array([2**53 + n for n in range(rows)], pyarrow.int64()),
    "FLAG": pyarrow.array([n % 2 == 0 for n in range(rows)]),
    "ADT": pyarrow.array([datetime.date(2024, 2, 26) + datetime.timedelta(n) for n in range(rows)]),
})
not_read = {
    "ADTM": pyarrow.array([datetime.datetime(2024, 2, 26, 8, n) for n in range(rows)], pyarrow.timestamp("ms")),
    "ATM": pyarrow.array([datetime.time(8, n) for n in range(rows)], pyarrow.time32("ms")),
    "DOSE": pyarrow.array([decimal.Decimal(n) / 4 for n in range(rows)], pyarrow.decimal128(10, 2)),
    "NOTES": pyarrow.array([["a"] * n for n in range(rows)]),
}
everything = table
for name, column in not_read.items():
    everything = everything.append_column(name, column)

pyarrow.parquet.write_table(everything, "foreign.parquet", row_group_size=3)
pyarrow.parquet.write_table(table, "foreign_plain_v2.parquet", compression="none", use_dictionary=False,
                            data_page_version="2.0", version="2.6")
pyarrow.parquet.write_table(table, "foreign_zstd.parquet", compression="zstd")

read = pyarrow.parquet.read_table("foreign.parquet", columns=table.column_names)
flag = pyarrow.array(["Y" if yes.as_py() else "N" for yes in read["FLAG"]])
read = read.set_column(read.column_names.index("FLAG"), "FLAG", flag)
text = read["TRTP"].cast(pyarrow.string())
pyarrow.csv.write_csv(read.set_column(read.column_names.index("TRTP"), "TRTP", text), "foreign.csv",
                      pyarrow.csv.WriteOptions(quoting_style="needed"))
