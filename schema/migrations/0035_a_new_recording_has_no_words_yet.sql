-- A recording comes in without words, and its acknowledgement need not run a function to find that out.
drop trigger transcripts_are_searched on transcripts;
--> statement-breakpoint
create trigger transcripts_are_searched after update of passages on transcripts
  for each row execute function write_spoken();
--> statement-breakpoint
create trigger transcripts_with_words_are_searched after insert on transcripts
  for each row when (new.passages is not null) execute function write_spoken();
