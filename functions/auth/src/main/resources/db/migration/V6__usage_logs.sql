CREATE TABLE usage_logs (
  id                   bigint GENERATED ALWAYS AS IDENTITY,
  tenant_id            text NOT NULL,
  api_key_id           uuid,
  endpoint             text NOT NULL,
  method               text NOT NULL,
  status_code          smallint NOT NULL CHECK (status_code BETWEEN 100 AND 599),
  latency_ms           integer NOT NULL CHECK (latency_ms >= 0),
  request_size_bytes   bigint NOT NULL CHECK (request_size_bytes >= 0),
  response_size_bytes  bigint NOT NULL CHECK (response_size_bytes >= 0),
  timestamp            timestamptz NOT NULL,
  PRIMARY KEY (id, timestamp)
) PARTITION BY RANGE (timestamp);

CREATE INDEX usage_logs_of_tenant ON usage_logs (tenant_id, timestamp);

-- Catches what comes for a day without a partition, so that a batch is never lost.
CREATE TABLE usage_logs_default PARTITION OF usage_logs DEFAULT;

ALTER TABLE usage_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_logs FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON usage_logs
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT ON usage_logs TO waymark_app;

-- Makes the partitions of `days` days (UTC) from `first` on; says how many were not there.
CREATE FUNCTION make_usage_partitions(first date, days integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  made integer := 0;
  day date;
  partition text;
BEGIN
  FOR at IN 0 .. days - 1 LOOP
    day := first + at;
    partition := 'usage_logs_' || to_char(day, 'YYYYMMDD');
    IF to_regclass('public.' || partition) IS NULL THEN
      -- Made apart and then attached, after what the default partition caught of that day has moved in.
      EXECUTE format('CREATE TABLE %I (LIKE usage_logs INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
      EXECUTE format(
        'WITH strays AS (DELETE FROM usage_logs_default WHERE timestamp >= %L AND timestamp < %L RETURNING *)'
        ' INSERT INTO %I SELECT * FROM strays',
        day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00', partition);
      EXECUTE format(
        'ALTER TABLE usage_logs ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        partition, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END
$$;

-- Drops the partitions of days before `oldest_kept`; says how many.
CREATE FUNCTION drop_usage_partitions(oldest_kept date) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  dropped integer := 0;
  partition text;
BEGIN
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'usage_logs'::regclass AND c.relname ~ '^usage_logs_\d{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < oldest_kept
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;

REVOKE EXECUTE ON FUNCTION make_usage_partitions, drop_usage_partitions FROM PUBLIC;
