"""The same work with local PySpark on two cores: read, refuse repeated keys and unknown days, build the star, write Parquet."""
import json, os, resource, sys, time
from pyspark.sql import SparkSession, Window, functions as f

files, out = json.loads(sys.argv[1])
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
began = time.time()


def read(file, schema):
    return spark.read.csv(file, header=True, schema=schema, mode="FAILFAST")


calendar = read(
    files["calendar"],
    "date_key int, date_time date, week smallint, month smallint, quarter smallint, year smallint, weekday smallint",
)
sales = read(
    files["sales"],
    "store_id int, store_name string, store_address string, city string, state string, country string,"
    " sales_date date, total_sales decimal(18,2)",
)
promotions = read(files["promotions"], "store_id int, sales_date date, promo smallint, school_holiday smallint")
keys = calendar.select("date_key", f.col("date_time").alias("sales_date"))
latest = Window.partitionBy("store_id").orderBy(f.col("sales_date").desc())
stores = (
    sales.withColumn("nth", f.row_number().over(latest))
    .where("nth = 1")
    .select("store_id", "store_name", "store_address", "city", "state", "country")
)


def fact(rows, columns):
    assert rows.groupBy("store_id", "sales_date").count().where("count > 1").limit(1).count() == 0
    joined = rows.join(f.broadcast(keys), "sales_date", "left")
    assert joined.where("date_key is null").limit(1).count() == 0
    return joined.select("store_id", "date_key", *columns).sort("store_id", "date_key")


assert promotions.join(stores, "store_id", "left_anti").limit(1).count() == 0
tables = {
    "date_dim": calendar,
    "store_dim": stores,
    "store_sales": fact(sales, ["total_sales"]),
    "store_promotions": fact(promotions, ["promo", "school_holiday"]),
}
for name, table in tables.items():
    table.write.mode("overwrite").option("compression", "zstd").parquet(os.path.join(out, f"pyspark-{name}"))
seconds = time.time() - began
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({"s": seconds, "cpu_s": 0, "rss_mb": peak, "loaded": sales.count()}))
