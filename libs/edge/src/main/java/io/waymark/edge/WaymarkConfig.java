package io.waymark.edge;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.waymark.tenancy.installation.Installation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Which installation this is.
///
/// @param stage like `dev` or `prod`
/// @param account the AWS account, twelve digits
/// @param embedded whether all functions run in one JVM on a laptop, where a sample tenant may
///   exist
/// @param aloneSince where no other process runs these functions, when this one began, as ISO 8601
/// @param accessKey with [#secretKey()] the credentials of the endpoints of [EndpointsConfig]; on
///   AWS the function's role
/// @param keys a folder of keys in place of Secrets Manager and Parameter Store
@ConfigurationProperties("waymark")
public record WaymarkConfig(
    @Bindable(defaultValue = "dev") String stage,
    @Bindable(defaultValue = "000000000000") String account,
    @Bindable(defaultValue = "eu-central-1") String region,
    @Bindable(defaultValue = "false") boolean embedded,
    Optional<String> aloneSince,
    Optional<String> accessKey,
    Optional<String> secretKey,
    Optional<Path> keys) {

  public Installation installation() {
    return new Installation(stage, account, region);
  }

  /// Since when no other process runs these functions: what one before it left undone has ended.
  public Optional<Instant> beganAlone() {
    return aloneSince.map(Instant::parse);
  }

  @Override
  public String toString() {
    return "WaymarkConfig[stage=" + stage + ", account=" + account + ", region=" + region + "]";
  }
}
