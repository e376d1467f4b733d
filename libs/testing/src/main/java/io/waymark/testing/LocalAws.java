package io.waymark.testing;

import io.waymark.tenancy.access.TenantAccess;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.iam.LocalSts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// DynamoDB and S3 of one installation, in memory, started once for all tests of a JVM and ended
/// with it. Tests keep apart by using tenants of their own.
public final class LocalAws {
  public static final Installation INSTALLATION =
      new Installation("test", "000000000000", "eu-central-1");

  private static final LocalAws SHARED = new LocalAws();

  private final LocalDynamo dynamo = LocalDynamo.start(Optional.empty());
  private final LocalS3 s3 = LocalS3.start(Optional.empty());
  private final DynamoDbClient dynamoClient = dynamo.client();
  private final S3Client s3Client = s3.client();

  /// Started by those who ask for it.
  private static final class Sts {
    static final LocalSts STARTED = LocalSts.start(INSTALLATION);
  }

  private LocalAws() {
    LocalDynamo.createTables(dynamoClient, INSTALLATION);
    LocalS3.createBuckets(s3Client, INSTALLATION);
  }

  public static LocalAws shared() {
    return SHARED;
  }

  public DynamoDbClient dynamoDb() {
    return dynamoClient;
  }

  public S3Client s3() {
    return s3Client;
  }

  /// What a function needs to know of it, as configuration properties: also that no call is given
  /// up merely since this machine is slow.
  public Map<String, String> properties() {
    return Map.of(
        "waymark.stage", INSTALLATION.stage(),
        "waymark.account", INSTALLATION.account(),
        "waymark.region", INSTALLATION.region(),
        "waymark.endpoints.dynamodb", dynamo.endpoint().toString(),
        "waymark.calls.patience", "2m",
        "waymark.endpoints.s3", s3.endpoint().toString(),
        "waymark.access-key", LocalCredentials.DEFAULT.accessKey(),
        "waymark.secret-key", LocalCredentials.DEFAULT.secretKey());
  }

  /// The same, and the handler's role for tenants, if it has one. What holds requests to it is
  /// [io.waymark.testing.iam.PolicyEnforcer].
  public Map<String, String> properties(Handler handler) {
    Map<String, String> all = new HashMap<>(properties());
    if (TenantAccess.of(handler).isPresent()) {
      all.put("waymark.endpoints.sts", Sts.STARTED.endpoint().toString());
      all.put("waymark.tenant.role", Sts.STARTED.role(handler));
      all.put("waymark.tenant.handler", handler.name());
    }
    return all;
  }
}
