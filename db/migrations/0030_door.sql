-- The door: how a session was entered, second factors, devices that signed in before, accounts at a company's
-- sign-in service, and what stood before a change beside what stands after it.

ALTER TABLE `sessions` ADD COLUMN `entered_by` {STR 16} NOT NULL DEFAULT 'password';
ALTER TABLE `audit_log` ADD COLUMN `before` {JSON};

CREATE TABLE IF NOT EXISTS `second_factors` (
    `user` {ID} NOT NULL PRIMARY KEY,
    `secret` {STR 255} NOT NULL,
    `pending` {STR 255} NOT NULL,
    `last_step` {INT} NOT NULL,
    `confirmed_at` {MOMENT},
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `recovery_codes` (
    `user` {ID} NOT NULL,
    `code_hash` {STR 64} NOT NULL,
    PRIMARY KEY (`user`, `code_hash`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `known_devices` (
    `user` {ID} NOT NULL,
    `device_hash` {STR 64} NOT NULL,
    `last_used_at` {MOMENT} NOT NULL,
    PRIMARY KEY (`user`, `device_hash`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `linked_subjects` (
    `issuer` {STR 200} NOT NULL,
    `subject` {STR 255} NOT NULL,
    `user` {ID} NOT NULL,
    PRIMARY KEY (`issuer`, `subject`),
    UNIQUE (`user`, `issuer`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};
