#!/usr/bin/env python3
"""Fills a book with contracts for measuring lists, in a minute or two instead of the demo's many: rows of contracts and
lessees alone, without their events, so nothing but lists can be shown of it.

    leasebook --database sqlite:FOLDER/book.db migrate && lists_book.py FOLDER/book.db 1000000
    tests/bench/pages_bench.sh PROGRAM 1000000 FOLDER
"""
import datetime
import random
import sqlite3
import sys

path, contracts = sys.argv[1], int(sys.argv[2])
lessees, clusters = contracts * 2 // 5, 40
letters = dict(zip('苏州恒业精密机械制造科技杭宁波台温无锡常山东莞佛深圳', 'szhyjmjxzzkjhnbtwwxcsdgfsz'))
statuses = ['active'] * 85 + ['matured'] * 8 + ['draft'] + ['approved'] * 2 + ['applied'] * 2 + ['signed'] * 2
random.seed(2)
book = sqlite3.connect(path)
book.execute('PRAGMA synchronous = OFF')


def lessee(i):
    brand = ''.join(random.choice(list(letters)) for _ in range(8))
    name = f'Suzhou Hengye{random.randrange(5000)} Precision Co., Ltd ({brand}有限公司)'
    code = f'9133{i:014d}'
    search = ''.join(letters[c] for c in brand) + f'yxgs {code} {name.lower()}'
    place = 'XIQING-ELECTRONICS' if i % clusters == 7 else f'CL{i % clusters}'
    return code, name, place, 'small', 'BBB', search


# What a list does not show holds anything.
required = [(name, kind) for _, name, kind, wanted, default, _ in book.execute('PRAGMA table_info(contracts)')
            if wanted and default is None]


def contract(i):
    day = datetime.date(2021, 1, 1) + datetime.timedelta(days=i * 2000 // contracts)
    known = {
        'id': i + 1, 'number': f'L-{2021 + i * 6 // contracts}-{i % (contracts // 6 + 1) + 1:06d}',
        'status': random.choice(statuses) if i % 1000 else 'declined', 'version': 3,
        'entered_by': 'demo' if i % 5000 else 'wang', 'lessee': f'9133{random.randrange(lessees):014d}',
        'currency': 'CNY', 'financed_amount': random.randrange(20_000_000, 1_200_000_000, 10_000),
        'annual_rate': random.randrange(450, 950) * 1_000_000, 'commencement': str(day),
        'periods': random.choice([12, 24, 36, 48]), 'rent': random.randrange(1_000_000, 30_000_000)}
    return [known.get(name, 'x' if kind == 'TEXT' else 1) for name, kind in required]


book.executemany('INSERT INTO clusters (code, name, stage) VALUES (?, ?, ?)',
                 [('XIQING-ELECTRONICS' if i == 7 else f'CL{i}', 'x', 'mature') for i in range(clusters)])
book.executemany('INSERT INTO lessees (code, name, cluster, size_class, grade, search_text) VALUES (?, ?, ?, ?, ?, ?)',
                 map(lessee, range(lessees)))
columns = ', '.join(f'`{name}`' for name, _ in required)
book.executemany(f'INSERT INTO contracts ({columns}) VALUES ({", ".join("?" * len(required))})',
                 map(contract, range(contracts)))
book.commit()
