-- On Aurora the functions log in by IAM, as a member of rds_iam, and never as the owner of the tables. Elsewhere (embedded,
-- external databases) there is no rds_iam and who logs in is the operator's choice. Repeatable, since the statements are.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam') THEN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'waymark_login') THEN
      CREATE ROLE waymark_login LOGIN NOINHERIT;
    END IF;
    GRANT rds_iam, waymark_app TO waymark_login;
    GRANT USAGE ON SCHEMA public TO waymark_login;
    -- What GET /health/db asks.
    GRANT SELECT ON flyway_schema_history TO waymark_login;
  END IF;
END
$$;
