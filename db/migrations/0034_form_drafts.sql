-- What people typed into forms and have not sent yet, each for that person alone. A form that was sent leaves its id
-- behind for a while, so that what comes late of it is not taken for something new.

CREATE TABLE IF NOT EXISTS `form_drafts` (
    `id` {STR 64} NOT NULL PRIMARY KEY,
    `user` {ID} NOT NULL,
    `page` {STR 1000} NOT NULL,
    `title` {STR 300} NOT NULL,
    `fields` {JSON} NOT NULL,
    `sent` {INT} NOT NULL,
    `saved_at` {MOMENT} NOT NULL,
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};
