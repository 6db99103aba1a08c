-- Users and what they did. Passwords, session cookies and tokens are here only as hashes.

CREATE TABLE IF NOT EXISTS `users` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `name` {STR 200} NOT NULL,
    `display_name` {STR 200} NOT NULL,
    `password_hash` {STR 200} NOT NULL,
    `must_change_password` {INT} NOT NULL,
    `disabled` {INT} NOT NULL,
    `created_at` {MOMENT} NOT NULL,
    UNIQUE (`name`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `user_roles` (
    `user` {ID} NOT NULL,
    `role` {STR 32} NOT NULL,
    PRIMARY KEY (`user`, `role`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `sessions` (
    `id_hash` {STR 64} NOT NULL PRIMARY KEY,
    `user` {ID} NOT NULL,
    `csrf_token` {STR 64} NOT NULL,
    `created_at` {MOMENT} NOT NULL,
    `last_seen_at` {MOMENT} NOT NULL,
    `peer` {STR 64} NOT NULL,
    `agent` {STR 200} NOT NULL,
    UNIQUE (`user`, `id_hash`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `api_tokens` (
    `token_hash` {STR 64} NOT NULL PRIMARY KEY,
    `prefix` {STR 32} NOT NULL,
    `user` {ID} NOT NULL,
    `label` {STR 200} NOT NULL,
    `scopes` {STR 200} NOT NULL,
    `created_at` {MOMENT} NOT NULL,
    `expires_at` {MOMENT} NOT NULL,
    `last_used_at` {MOMENT},
    UNIQUE (`user`, `token_hash`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `idempotency_keys` (
    `user` {ID} NOT NULL,
    `route` {STR 200} NOT NULL,
    `key` {STR 255} NOT NULL,
    `body_hash` {STR 64} NOT NULL,
    `status` {INT} NOT NULL,
    `content_type` {STR 200} NOT NULL,
    `body` {JSON} NOT NULL,
    `created_at` {MOMENT} NOT NULL,
    PRIMARY KEY (`user`, `route`, `key`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `audit_log` (
    `sequence` {ID} NOT NULL PRIMARY KEY,
    `at` {MOMENT} NOT NULL,
    `user` {STR 200} NOT NULL,
    `peer` {STR 64} NOT NULL,
    `request_id` {STR 64} NOT NULL,
    `action` {STR 64} NOT NULL,
    `subject` {STR 255} NOT NULL,
    `detail` {JSON} NOT NULL,
    `previous_hash` {STR 64} NOT NULL,
    `hash` {STR 64} NOT NULL
) {TABLE};
