-- Writes version 2's table of the patches of make.py. Run in this folder with DuckDB 1.5:  duckdb < make_metadata.sql
copy (
    select * from (values
        ('S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_57', ['Arable land', 'Transitional woodland, shrub'], 'train', 'Austria', false, false),
        ('S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_58', ['Marine waters'], 'validation', 'Austria', false, false),
        ('S2B_MSIL2A_20180204T094161_N9999_R022_T34VER_1_2', ['Urban fabric', 'Inland waters', 'Mixed forest'], 'test', 'Finland', false, false),
        ('S2B_MSIL2A_20180204T094161_N9999_R022_T34VER_1_3', ['Pastures'], 'train', 'Finland', true, false),
        ('S2B_MSIL2A_20180204T094161_N9999_R022_T34VER_1_4', ['Pastures'], 'train', 'Finland', false, true)
    ) patches(patch_id, labels, split, country, contains_seasonal_snow, contains_cloud_or_shadow)
) to 'v2/metadata.parquet' (format parquet, compression snappy);
copy (
    select 'S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_57' as patch_id, ['Arable land', 'Meadows'] as labels, 'train' as split
    union all select '../S2A_x_1_2', ['Pastures'], 'train'
    union all select 'S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_58', ['Pastures'], 'tarin'
) to 'wrong.parquet' (format parquet);
copy (select 'S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_26_57' as patch, ['Pastures'] as labels) to 'lacking.parquet' (format parquet);
