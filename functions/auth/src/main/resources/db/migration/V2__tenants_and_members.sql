CREATE TABLE tenants (
  id          text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  settings    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
  status      text NOT NULL CHECK (status IN ('active', 'suspended')),
  -- Access tokens of a smaller epoch are void.
  epoch       bigint NOT NULL DEFAULT 1 CHECK (epoch > 0),
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);

CREATE TABLE users (
  id             uuid PRIMARY KEY,
  tenant_id      text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  email          text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  password_hash  text NOT NULL,
  role           text NOT NULL CHECK (role IN ('platform_admin', 'admin', 'editor', 'viewer')),
  status         text NOT NULL CHECK (status IN ('active', 'suspended')),
  last_login_at  timestamptz,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  -- For foreign keys that hold the tenant too, so that nothing can point across tenants.
  UNIQUE (tenant_id, id),
  CHECK ((role = 'platform_admin') = (tenant_id = 'platform'))
);

-- An e-mail is unique per installation: it alone says at log-in who it is.
CREATE UNIQUE INDEX users_email ON users (email);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenants
  USING (id = current_tenant()) WITH CHECK (id = current_tenant());
-- Operators see the list; a change is made in the transaction of the tenant it concerns.
CREATE POLICY listed_by_operators ON tenants FOR SELECT USING (current_tenant() = 'platform');

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON users
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE ON tenants TO waymark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO waymark_app;
