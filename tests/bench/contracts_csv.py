#!/usr/bin/env python3
"""Writes a made-up book of contracts as CSV, the same for the same number: what docs/benchmarks.md imports.

contracts_csv.py 100000 > contracts.csv       contracts_csv.py --clusters > clusters.csv (import these first)
"""
import random
import sys

CLUSTERS = 40


def clusters():
    print("code,name,stage")
    for i in range(CLUSTERS):
        print(f"BC{i:02d},Bench cluster {i},mature")


def contracts(count):
    draw = random.Random(7)
    print("number,lessee,lessee_name,cluster,industry,asset_class,serial_number,financed_amount,annual_rate,"
          "commencement,periods,unguaranteed_residual,timing")
    for i in range(count):
        amount = draw.randint(50_000, 5_000_000)
        year = draw.randint(2022, 2026)
        month = draw.randint(1, 12 if year < 2026 else 6)
        lessee = i // 3
        print(f"B-{i:06d},BL{lessee:06d},Bench Lessee {lessee},BC{lessee % CLUSTERS:02d},C{13 + lessee % 30:02d},CNC,"
              f"SN-{i:07d},{amount}.00,0.{draw.randint(45, 95):03d},{year}-{month:02d}-{draw.randint(1, 28):02d},"
              f"{draw.choice([24, 36, 48, 60])},{amount // 10}.00,{draw.choice(['arrears', 'arrears', 'advance'])}")


if sys.argv[1:] == ["--clusters"]:
    clusters()
else:
    contracts(int(sys.argv[1]))
