#!/usr/bin/env python3
"""Writes COUNT people with a session each straight into an SQLite database, for a load test: a sign-in costs 64 MiB and
two of them run at once, which is not what is measured. Prints what load.mjs wants to know of them.

    sessions.py BOOK.db COUNT > sessions.json"""
import datetime
import hashlib
import json
import secrets
import sqlite3
import sys

book, count = sqlite3.connect(sys.argv[1]), int(sys.argv[2])
roles = ["clerk"] * 5 + ["risk"] * 2 + ["approver"] * 2 + ["finance"]
now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
sessions = []
for i in range(count):
    role, cookie, csrf = roles[i % len(roles)], secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    user, name = 1_000_000 + i, f"load{i}"
    book.execute("INSERT INTO users (id, name, display_name, password_hash, must_change_password, disabled, created_at) "
                 "VALUES (?, ?, ?, '', 0, 0, ?)", (user, name, name, now))
    book.execute("INSERT INTO user_roles (user, role) VALUES (?, ?)", (user, role))
    book.execute("INSERT INTO sessions (id_hash, user, csrf_token, created_at, last_seen_at, peer, agent) "
                 "VALUES (?, ?, ?, ?, ?, '127.0.0.1', 'load')",
                 (hashlib.sha256(cookie.encode()).hexdigest(), user, csrf, now, now))
    sessions.append({"role": role, "cookie": cookie, "csrf": csrf})
book.commit()
print(json.dumps(sessions))
