-- Layout 3. Each letter that came from the future of the server's clock notes when it is due. Of those that are
-- there it is not known: they are tried once.
alter table dead_letter add column due_at timestamp;
update dead_letter set due_at = received_at
  where reason = 'from-the-future' and pointer = '/recordedAt';
