#!/usr/bin/env python3
"""Writes made-up auction sales of used machines as CSV, the same for the same number: what docs/benchmarks.md imports.

sales_csv.py 400000 > sales.csv      seven classes, 40 models each; two thirds do not name the price when new
"""
import math
import random
import sys

CLASSES = {"CNC": (0.20, 0.12, 900_000), "MOULDING": (0.18, 0.11, 600_000), "FORKLIFT": (0.25, 0.15, 150_000),
           "TRUCK": (0.28, 0.18, 380_000), "PRINTING": (0.25, 0.14, 1_400_000), "MEDICAL": (0.30, 0.16, 3_000_000),
           "TESTING": (0.40, 0.30, 500_000)}


def sales(count):
    draw = random.Random(11)
    names = sorted(CLASSES)
    cost = {(c, m): CLASSES[c][2] * math.exp(draw.gauss(0, 0.5)) for c in names for m in range(40)}
    print("code,asset_class,maker,model,currency,price,sold,age_months,cost,usage,usage_unit,condition,source")
    for i in range(count):
        name = draw.choice(names)
        model = draw.randrange(40)
        first, yearly, _ = CLASSES[name]
        months = draw.randint(3, 140)
        years = months / 12
        share = (1 - first * years) if years < 1 else (1 - first) * (1 - yearly) ** (years - 1)
        use = math.exp(draw.gauss(0, 0.35))
        price = cost[name, model] * share * use ** -0.4 * math.exp(draw.gauss(0, 0.22))
        if draw.random() < 0.03:
            price *= draw.choice([0.2, 4])
        new = f"{cost[name, model]:.2f}" if draw.random() < 0.33 else ""
        meter = f"{min(999_999, int(use * 4000 * years))},hours" if draw.random() < 0.6 else ","
        print(f"A-{i:07d},{name},Maker {model % 7},M-{model:02d},CNY,{price:.2f},{draw.randint(2015, 2026)}-"
              f"{draw.randint(1, 5):02d}-{draw.randint(1, 28):02d},{months},{new},{meter},A,bench")


sales(int(sys.argv[1]))
