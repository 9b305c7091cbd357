"""The same work with pandas: read, refuse repeated keys and unknown days, build the star, write Parquet."""
import json, os, resource, sys, time
import pandas as pd

files, out = json.loads(sys.argv[1])
began, cpu = time.time(), time.process_time()
sales = pd.read_csv(files["sales"], parse_dates=["sales_date"])
promotions = pd.read_csv(files["promotions"], parse_dates=["sales_date"])
calendar = pd.read_csv(files["calendar"], parse_dates=["date_time"])
keys = calendar[["date_key", "date_time"]].rename(columns={"date_time": "sales_date"})


def fact(rows, columns):
    assert not rows.duplicated(["store_id", "sales_date"]).any()
    joined = rows.merge(keys, on="sales_date", how="left", validate="many_to_one")
    assert joined["date_key"].notna().all()
    return joined[["store_id", "date_key", *columns]].sort_values(["store_id", "date_key"])


attributes = ["store_id", "store_name", "store_address", "city", "state", "country"]
stores = sales.sort_values("sales_date").groupby("store_id", as_index=False).last()[attributes]
assert promotions["store_id"].isin(stores["store_id"]).all()
tables = {
    "date_dim": calendar,
    "store_dim": stores,
    "store_sales": fact(sales, ["total_sales"]),
    "store_promotions": fact(promotions, ["promo", "school_holiday"]),
}
for name, table in tables.items():
    table.to_parquet(os.path.join(out, f"pandas-{name}.parquet"), compression="zstd", index=False)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"s": time.time() - began, "cpu_s": time.process_time() - cpu, "rss_mb": peak, "loaded": len(sales)}))
