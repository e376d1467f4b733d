-- A row is one line that a function wrote, under the line's own id: a line that is delivered again changes nothing.
-- Nothing has written here before.
ALTER TABLE usage_logs ALTER COLUMN id DROP IDENTITY;
ALTER TABLE usage_logs ALTER COLUMN id TYPE uuid USING gen_random_uuid();
