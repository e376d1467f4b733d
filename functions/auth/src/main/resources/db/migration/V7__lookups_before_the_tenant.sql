-- The two look-ups in PostgreSQL that come before the tenant is known (the third, by key prefix, is DynamoDB's). Each
-- takes one exact value and returns one row; their owner may read these two tables and nothing else.
GRANT SELECT ON users, refresh_tokens TO waymark_lookup;
CREATE POLICY looked_up ON users FOR SELECT TO waymark_lookup USING (true);
CREATE POLICY looked_up ON refresh_tokens FOR SELECT TO waymark_lookup USING (true);

CREATE FUNCTION member_by_email(wanted text) RETURNS SETOF users
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
  SELECT * FROM users WHERE email = wanted;
END;

CREATE FUNCTION refresh_token_by_id(wanted uuid) RETURNS SETOF refresh_tokens
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
  SELECT * FROM refresh_tokens WHERE id = wanted;
END;

-- A function's new owner must be able to create in its schema: for this moment only.
GRANT CREATE ON SCHEMA public TO waymark_lookup;
ALTER FUNCTION member_by_email OWNER TO waymark_lookup;
ALTER FUNCTION refresh_token_by_id OWNER TO waymark_lookup;
REVOKE CREATE ON SCHEMA public FROM waymark_lookup;

SET LOCAL ROLE waymark_lookup;
REVOKE EXECUTE ON FUNCTION member_by_email, refresh_token_by_id FROM PUBLIC;
GRANT EXECUTE ON FUNCTION member_by_email, refresh_token_by_id TO waymark_app;
RESET ROLE;
