package io.waymark.architecture.bad;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;

interface Profiles {
  String read(UserId user, TenantId tenant);
}
