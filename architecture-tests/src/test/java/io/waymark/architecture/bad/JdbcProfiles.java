package io.waymark.architecture.bad;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.sql.Connection;

record JdbcProfiles(Connection connection) implements Profiles {
  @Override
  public String read(UserId user, TenantId tenant) {
    return connection + tenant.value() + user.value();
  }
}
