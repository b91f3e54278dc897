-- Writes the Parquet fixtures of the tests. Run in this folder with DuckDB 1.5:  duckdb < make_parquet.sql
-- Every kind of column that a table of images may have, in two row groups.
copy (
    select 'images/a' || i || '.png' as path,
           case when i % 4 = 3 then null else 'class ' || (i % 2) end as label,
           i % 3 = 0 as flag,
           case when i % 5 = 4 then null else (i % 3 - 1)::tinyint end as finding,
           i::integer as whole,
           (i * 10000000000)::bigint as big,
           (i / 4.0)::float as single,
           case when i = 2 then 'nan'::double when i = 3 then -0.0::double else i / 8.0 end as double,
           case when i % 3 = 0 then null when i % 3 = 1 then []::varchar[] else ['x' || i, null, 'Land, with "quotes"'] end as tags,
           date '2020-02-28' + i::integer as day,
           'p' || (i // 2) as patient,
           case when i < 1500 then 'train' else 'test' end as split,
           (i + 0.25)::decimal(9, 2) as money,
           {'x': i} as place
    from range(2100) t(i)
) to 'kinds.parquet' (format parquet, compression zstd, row_group_size 2048);

-- The same image twice, and a path that leaves the folder.
copy (
    select * from (values ('1.png', 1.0), ('2.png', 2.5), ('1.png', 3.0), ('../x.png', null)) t(path, age)
) to 'twice.parquet' (format parquet, compression snappy);

copy (select 'a.png' as path where false) to 'empty.parquet' (format parquet);
