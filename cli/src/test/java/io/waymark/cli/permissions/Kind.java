package io.waymark.cli.permissions;

/// What of a tenant's has a name that a request can hold.
enum Kind {
  TENANT,
  TENANT_NAME,
  MEMBER,
  INVITATION,
  EMAIL,
  KEY,
  KEY_TEXT,
  LIMIT,
  UPLOAD,
  JOB,
  MODEL,
  VERSION,
  ITEM,
  ITEM_NAME,
  USER,
  SESSION,
  CURSOR,
  IDEMPOTENCY_KEY
}
