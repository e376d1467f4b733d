-- Functions without this database leave notes of what was done (ADR 0020): an entry that a note became carries its id, so
-- that a note becomes one entry however often it is read.
ALTER TABLE audit_log
  ADD COLUMN note uuid,
  ADD CONSTRAINT audit_log_notes UNIQUE (tenant_id, note);

GRANT INSERT (note) ON audit_log TO waymark_app;
