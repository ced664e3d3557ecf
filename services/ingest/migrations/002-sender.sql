-- Layout 2. Each letter notes who sent it and the systems that key could write for, by which a retry is
-- judged. Of letters that are there it is not known: they may be of any system but the server's own.
alter table dead_letter add column sender varchar;
alter table dead_letter add column sources varchar;
