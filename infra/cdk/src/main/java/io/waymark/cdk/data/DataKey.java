package io.waymark.cdk.data;

import io.waymark.tenancy.installation.Installation;
import java.util.Map;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.iam.ServicePrincipalOpts;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// The one key that encrypts everything a stage stores, rotated every year. One, because each bills
/// by the month; whoever loses the right to use it can read nothing more of any store.
public final class DataKey extends Construct {
  private final Key key;

  DataKey(Construct scope, String id, Installation installation, Retention retention) {
    super(scope, id);
    key =
        Key.Builder.create(this, "Key")
            .alias("waymark-" + installation.stage())
            .description("Everything that the Waymark stage " + installation.stage() + " stores")
            .enableKeyRotation(true)
            .removalPolicy(retention.policy())
            .build();
    // Alarms write to a topic that this key encrypts.
    key.grantEncryptDecrypt(
        new ServicePrincipal(
            "cloudwatch.amazonaws.com",
            ServicePrincipalOpts.builder()
                .conditions(
                    Map.of("StringEquals", Map.of("aws:SourceAccount", installation.account())))
                .build()));
  }

  public IKey key() {
    return key;
  }
}
