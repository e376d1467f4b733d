-- Requests never act as the log-in that connects: each transaction takes on waymark_app, which row-level security
-- binds. waymark_lookup owns the two look-ups that come before the tenant is known, and can do nothing else.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'waymark_app') THEN
    CREATE ROLE waymark_app NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'waymark_lookup') THEN
    CREATE ROLE waymark_lookup NOLOGIN;
  END IF;
END
$$;

GRANT waymark_app TO CURRENT_USER;
GRANT waymark_lookup TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO waymark_app, waymark_lookup;

-- The tenant of the running transaction; an empty text where none is set, which no tenant is called.
CREATE FUNCTION current_tenant() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.tenant_id', true), '');
