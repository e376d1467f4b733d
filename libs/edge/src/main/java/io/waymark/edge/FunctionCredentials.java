package io.waymark.edge;

import io.waymark.edge.priming.Renewed;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// The credentials of this instance, which all its clients share. Their source is made when a
/// request first needs them, and left when they are renewed: a source keeps what it found, and the
/// credentials of another copy of a snapshot would expire under it.
final class FunctionCredentials implements AwsCredentialsProvider, Renewed {
  private final Supplier<AwsCredentialsProvider> sources;
  private volatile @Nullable AwsCredentialsProvider source;

  FunctionCredentials(Supplier<AwsCredentialsProvider> sources) {
    this.sources = sources;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    @Nullable AwsCredentialsProvider known = source;
    if (known == null) {
      known = sources.get();
      source = known;
    }
    return known.resolveCredentials();
  }

  @Override
  public void renew() {
    source = null;
  }
}
