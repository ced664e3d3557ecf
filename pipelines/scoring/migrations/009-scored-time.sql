-- Layout 9. Each encounter notes the stream time that its rows were scored to, so that a stop in the middle
-- of a long scoring costs little. Of what is there it is not known: those encounters are scored once more.
alter table encounter add column scored_time timestamp;
