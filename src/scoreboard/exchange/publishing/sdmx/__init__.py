"""An edition as SDMX: structure messages, and data as SDMX-CSV 2.0 or SDMX-ML 3.0.

`naming` says what things are called, `structure` makes code lists, concepts, data structure definitions and
dataflows, `csv` and `ml` write the rows.
"""
