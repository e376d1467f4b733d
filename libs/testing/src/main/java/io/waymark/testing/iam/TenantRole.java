package io.waymark.testing.iam;

import io.waymark.tenancy.access.ObjectAction;
import io.waymark.tenancy.access.RowAction;
import io.waymark.tenancy.access.TenantAccess;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Installation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The policy of a function's role for tenants, as the CDK app makes it of the same [TenantAccess];
/// its template test holds the two together.
final class TenantRole {
  private TenantRole() {}

  static Policy policy(Installation installation, TenantAccess access) {
    Resources resources = new Resources(installation);
    List<Map<String, Object>> statements = new ArrayList<>();
    access
        .rows()
        .forEach(
            (table, uses) ->
                statements.add(
                    rows(
                        allow(
                            uses.stream().map(RowAction::action).toList(),
                            resources.table(installation.name(table))),
                        Optional.ofNullable(access.only().get(table)))));
    access
        .objects()
        .forEach(
            (folder, uses) -> {
              String bucket = resources.bucket(installation.name(folder.bucket()));
              statements.add(
                  allow(
                      uses.stream().map(ObjectAction::action).toList(),
                      bucket + "/" + folder.prefixOfAny() + "*"));
              statements.add(listing(bucket, folder));
            });
    return Policy.of(Map.of("Version", "2012-10-17", "Statement", statements));
  }

  private static Map<String, Object> rows(Map<String, Object> allowed, Optional<String> only) {
    Map<String, Object> statement = new HashMap<>(allowed);
    only.ifPresent(
        keys ->
            statement.put(
                "Condition",
                Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(keys)))));
    return statement;
  }

  private static Map<String, Object> listing(String bucket, TenantFolder folder) {
    return Map.of(
        "Effect",
        "Allow",
        "Action",
        "s3:ListBucket",
        "Resource",
        bucket,
        "Condition",
        Map.of("StringLike", Map.of("s3:prefix", folder.prefixOfAny() + "*")));
  }

  private static Map<String, Object> allow(List<String> actions, String resource) {
    return Map.of("Effect", "Allow", "Action", actions, "Resource", resource);
  }
}
