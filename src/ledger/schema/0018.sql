-- A5: mails of a mailbox that were read: none is read twice.
CREATE TABLE mail_read (
    mailbox TEXT NOT NULL,                  -- which
    name    TEXT NOT NULL,                  -- the mail's name in it
    PRIMARY KEY (mailbox, name)
) STRICT, WITHOUT ROWID;
